import { type Attributes, type Edge, type Graph, instance, type Subgraph } from '@viz-js/viz';
import type { Arrow, Frame, Picture, Shape } from './picture.js';

const SHAPES: Record<Shape, Attributes> = {
  start: { shape: 'box', style: 'rounded,filled', fillcolor: '#eeeeee' },
  step: { shape: 'box' },
  pivot: { shape: 'hexagon', penwidth: 3 },
  saga: { shape: 'box', peripheries: 2 },
  event: { shape: 'note' },
  signal: { shape: 'parallelogram', margin: 0 },
  approval: { shape: 'invtrapezium', margin: 0 },
  delay: { shape: 'box', style: 'rounded' },
  fork: { shape: 'diamond' },
  loop: { shape: 'octagon', margin: 0 },
  join: { shape: 'circle', width: 0.2, fixedsize: true },
  end: { shape: 'box', style: 'rounded,filled', fillcolor: '#eeeeee' },
};
const FONT = { fontname: 'Helvetica', fontsize: 11 };
const UNDOING = { style: 'dashed', color: '#b00020', fontcolor: '#b00020' };
/** The way on is straight, whatever stands beside it. */
const ON = { weight: 8 };
const WHEN_UNDONE = { ...UNDOING, tailport: 'e', headport: 'e' };
/** Arrows that lead up pass by on one side. */
const UPWARDS = {
  back: { look: UNDOING, from: 'ne', to: 'se' },
  again: { look: {}, from: 'nw', to: 'sw' },
};

/** The picture as an SVG image, laid out by Graphviz. */
export async function svg(picture: Picture): Promise<string> {
  const viz = await instance();
  const graph: Graph = {
    name: picture.title,
    directed: true,
    ...contents(picture, picture.arrows),
    edges: picture.arrows.flatMap(edges),
  };
  return viz.renderString(graph, { format: 'svg', nodeAttributes: FONT, edgeAttributes: FONT });
}

function contents({ boxes, frames }: Frame, arrows: Arrow[]): Pick<Graph, 'nodes' | 'subgraphs'> {
  const drawn = boxes.map(({ id, shape, lines }) => ({
    name: id,
    attributes: { label: text(lines), ...SHAPES[shape] },
  }));
  const upwards = arrows.filter(({ from }) => boxes.some(({ id }) => id === from)).flatMap(words);
  return { nodes: [...drawn, ...upwards], subgraphs: frames.map((frame) => cluster(frame, arrows)) };
}

/** Graphviz draws a frame round a subgraph only if its name begins with "cluster". */
function cluster(frame: Frame, arrows: Arrow[]): Subgraph {
  const graphAttributes = { label: text([` ${frame.title} `]), labeljust: 'l', ...FONT };
  return { name: `cluster-${frame.id}`, graphAttributes, ...contents(frame, arrows) };
}

/** The words of an arrow that leads up are a node: a frame has room for nodes, and not for labels. */
function words(arrow: Arrow): NonNullable<Graph['nodes']> {
  const { way, label } = arrow;
  if (way !== 'back' && way !== 'again') return [];
  const attributes = { label: text([label]), shape: 'plaintext', height: 0.25, margin: '0.04,0.02' };
  return [{ name: wordsOf(arrow), attributes: { ...attributes, ...UPWARDS[way].look } }];
}

/** An arrow that leads up is drawn from above, so that Graphviz knows what stands above what. */
function edges(arrow: Arrow): Edge[] {
  const { from: tail, to: head, label, way } = arrow;
  if (way === 'on' || way === 'undone') {
    // The space keeps a label off its arrow.
    const said = label && { label: text([` ${label}`]) };
    return [{ tail, head, attributes: { ...said, ...(way === 'on' ? ON : WHEN_UNDONE) } }];
  }
  const { look, from, to } = UPWARDS[way];
  return [
    { tail: head, head: wordsOf(arrow), attributes: { ...look, tailport: to, dir: 'back' } },
    { tail: wordsOf(arrow), head: tail, attributes: { ...look, headport: from, dir: 'none' } },
  ];
}

function wordsOf({ from, to }: Arrow): string {
  return `${from}-${to}`;
}

/** Graphviz reads backslashes and entities in its labels. */
function text(lines: string[]): string {
  return lines.map((line) => line.replaceAll('&', '&amp;').replaceAll('\\', '\\\\')).join('\\n');
}
