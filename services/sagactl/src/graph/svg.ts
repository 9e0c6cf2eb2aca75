import { type Attributes, type Edge, type Graph, instance, type Subgraph } from '@viz-js/viz';
import type { Arrow, Frame, Picture, Shape } from './picture.js';

const SHAPES: Record<Shape, Attributes> = {
  start: { shape: 'box', style: 'rounded,filled', fillcolor: '#eeeeee' },
  step: { shape: 'box' },
  pivot: { shape: 'hexagon', penwidth: 3 },
  fork: { shape: 'diamond' },
  join: { shape: 'circle', width: 0.2, fixedsize: true },
  end: { shape: 'box', style: 'rounded,filled', fillcolor: '#eeeeee' },
};
const FONT = { fontname: 'Helvetica,Arial,sans-serif', fontsize: 11 };
/** The way back leaves and arrives at the side, clear of the way forward. */
const UNDOES = { style: 'dashed', color: '#b00020', fontcolor: '#b00020', tailport: 'e', headport: 'e' };

/** The picture as an SVG image, laid out by Graphviz. */
export async function svg(picture: Picture): Promise<string> {
  const viz = await instance();
  const graph: Graph = {
    name: picture.title,
    directed: true,
    ...contents(picture),
    edges: picture.arrows.map(edge),
  };
  return viz.renderString(graph, { format: 'svg', nodeAttributes: FONT, edgeAttributes: FONT });
}

function contents({ boxes, frames }: Frame): Pick<Graph, 'nodes' | 'subgraphs'> {
  return {
    nodes: boxes.map(({ id, shape, lines }) => ({
      name: id,
      attributes: { label: text(lines), ...SHAPES[shape] },
    })),
    subgraphs: frames.map(cluster),
  };
}

/** Graphviz draws a frame round a subgraph only if its name begins with "cluster". */
function cluster(frame: Frame): Subgraph {
  const graphAttributes = { label: text([frame.title]), ...FONT };
  return { name: `cluster-${frame.id}`, graphAttributes, ...contents(frame) };
}

/** The space keeps a label off its arrow. */
function edge({ from, to, label, undoes }: Arrow): Edge {
  const said = label && { label: text([` ${label}`]) };
  return { tail: from, head: to, attributes: { ...said, ...(undoes && UNDOES) } };
}

/** Graphviz reads backslashes and entities in its labels. */
function text(lines: string[]): string {
  return lines.map((line) => line.replaceAll('&', '&amp;').replaceAll('\\', '\\\\')).join('\\n');
}
