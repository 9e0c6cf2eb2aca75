import type { SagaDefinition } from '@saga/definition';
import { type Branch, branchesOf, type OutlinedStep } from './outline.js';

export type Shape = 'start' | 'step' | 'pivot' | 'fork' | 'join' | 'end';

export interface Box {
  id: string;
  shape: Shape;
  lines: string[];
}

/** A frame round the boxes of a group; frames lie in one another as groups do. */
export interface Frame {
  id: string;
  title: string;
  boxes: Box[];
  frames: Frame[];
}

/** An arrow says what it undoes by the command, or why it is taken by the condition. */
export interface Arrow {
  from: string;
  to: string;
  label: string;
  undoes: boolean;
}

/** A saga as boxes and arrows, whatever they are drawn with. */
export interface Picture extends Frame {
  arrows: Arrow[];
}

/** The open end of what is drawn so far: where the next arrow leaves, and what it says. */
interface Tail {
  box: string;
  label: string;
}

/** Draws a checked definition: from its start through its steps to its end, and back the way it is undone. */
export function drawSaga({ name, startOn = [], steps }: SagaDefinition): Picture {
  const sketch = new Sketch(name);
  const events = startOn.map(({ event }) => `on ${event}`);
  const start = sketch.box(sketch.picture, 'start', [name, ...events]);
  const tail = sketch.sequence(steps, sketch.picture, { box: start, label: '' });
  sketch.connect(tail, sketch.box(sketch.picture, 'end', ['completed']));
  return sketch.picture;
}

class Sketch {
  readonly picture: Picture;
  private drawn = 0;

  constructor(title: string) {
    this.picture = { id: 'saga', title, boxes: [], frames: [], arrows: [] };
  }

  sequence(steps: OutlinedStep[], frame: Frame, tail: Tail): Tail {
    return steps.reduce((end, step) => {
      const branches = branchesOf(step);
      return branches.length > 0
        ? this.group(step, branches, frame, end)
        : { box: this.step(step, frame, end), label: '' };
    }, tail);
  }

  box(frame: Frame, shape: Shape, lines: string[]): string {
    const id = `box${++this.drawn}`;
    frame.boxes.push({ id, shape, lines });
    return id;
  }

  connect(tail: Tail, box: string): void {
    this.picture.arrows.push({ from: tail.box, to: box, label: tail.label, undoes: false });
  }

  private step(step: OutlinedStep, frame: Frame, tail: Tail): string {
    const lines = [step.name, ...(step.command ? [step.command] : []), ...(step.pivot ? ['pivot'] : [])];
    const box = this.box(frame, step.pivot ? 'pivot' : 'step', lines);
    this.connect(tail, box);
    const undo = typeof step.compensate === 'object' ? step.compensate.command : step.compensate;
    if (undo !== undefined && undo !== 'none')
      this.picture.arrows.push({ from: box, to: tail.box, label: undo, undoes: true });
    return box;
  }

  private group(step: OutlinedStep, branches: Branch[], outer: Frame, tail: Tail): Tail {
    const frame: Frame = { id: `group${++this.drawn}`, title: step.name, boxes: [], frames: [] };
    outer.frames.push(frame);
    const fork = this.box(frame, 'fork', [step.parallel ? 'all of' : 'one of']);
    this.connect(tail, fork);
    const tails = branches.map(({ label, steps }) => this.sequence(steps, frame, { box: fork, label }));
    const join = this.box(frame, 'join', [' ']);
    for (const end of tails) this.connect(end, join);
    return { box: join, label: '' };
  }
}
