import type { Arrow, Box, Frame, Picture, Shape } from './picture.js';

const BRACKETS: Record<Shape, [string, string]> = {
  start: ['([', '])'],
  step: ['[', ']'],
  pivot: ['{{', '}}'],
  saga: ['[[', ']]'],
  event: ['>', ']'],
  signal: ['[/', '/]'],
  approval: ['[\\', '/]'],
  delay: ['(', ')'],
  fork: ['{', '}'],
  loop: ['{{', '}}'],
  join: ['((', '))'],
  end: ['([', '])'],
};

/** The picture as a Mermaid flowchart, which GitHub and most Markdown viewers show in a ```mermaid block. */
export function mermaid(picture: Picture): string {
  const lines = ['flowchart TD', ...contents(picture), ...picture.arrows.map(arrow).map(indent)];
  return lines.join('\n') + '\n';
}

function contents({ boxes, frames }: Frame): string[] {
  return [...boxes.flatMap(box), ...frames.flatMap(subgraph)].map(indent);
}

function box({ id, shape, lines }: Box): string[] {
  const [open, close] = BRACKETS[shape];
  const drawn = `${id}${open}${quoted(lines)}${close}`;
  return shape === 'pivot' ? [drawn, `style ${id} stroke-width:4px`] : [drawn];
}

function subgraph(frame: Frame): string[] {
  return [`subgraph ${frame.id} [${quoted([frame.title])}]`, ...contents(frame), 'end'];
}

function arrow({ from, to, label, way }: Arrow): string {
  return `${from} ${way === 'back' || way === 'undone' ? '-.->' : '-->'}${label && `|${quoted([label])}|`} ${to}`;
}

/** Everything that Mermaid or HTML would read as its own is written as an entity, in Mermaid's way of writing. */
function quoted(lines: string[]): string {
  const escaped = lines.map((line) =>
    line.replace(/[#"`<>&\\]/g, (character) => `#${character.charCodeAt(0)};`),
  );
  return `"${escaped.join('<br/>')}"`;
}

function indent(line: string): string {
  return `  ${line}`;
}
