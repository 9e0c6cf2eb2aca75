import type {
  ChooseStep,
  CommandStep,
  EachStep,
  ObserveStep,
  ParallelStep,
  RepeatStep,
  SagaDefinition,
  Step,
  TryStep,
} from '@saga/definition';
import type { Arrow, Frame, Picture, Shape } from './picture.js';
import { eventLines, joinWords, linesOf, loopLines, orderWords, undoOf } from './words.js';

/** The open end of what is drawn so far: where the next arrow leaves, what it says, and where it leads. */
interface Tail {
  box: string;
  label: string;
  way?: Arrow['way'];
}

const OTHERWISE = 'otherwise';

/** Draws a checked definition: from its start through its steps to its end, and back the way it is undone. */
export function drawSaga(definition: SagaDefinition): Picture {
  const { name, startOn = [], steps, onFailure } = definition;
  const sketch = new Sketch(name);
  const events = startOn.map(({ event }) => `on ${event}`);
  const start = sketch.box(sketch.picture, 'start', [name, ...events, ...orderWords(definition)]);
  const tail = sketch.flow(steps, sketch.picture, { box: start, label: '' });
  sketch.connect(tail, sketch.box(sketch.picture, 'end', ['completed']));
  if (onFailure) sketch.aftermath(onFailure, start);
  return sketch.picture;
}

class Sketch {
  readonly picture: Picture;
  private drawn = 0;
  /** Whether what is drawn now can be undone. */
  private isCompensable = true;

  constructor(title: string) {
    this.picture = { id: 'saga', title, boxes: [], frames: [], arrows: [] };
  }

  flow(steps: Step[], frame: Frame, tail: Tail): Tail {
    return steps.reduce((end, step) => this.step(step, frame, end), tail);
  }

  /** What is done when all is undone. */
  aftermath(steps: Step[], start: string): void {
    this.isCompensable = false;
    const frame = this.frame(this.picture, 'on failure');
    const tail = this.flow(steps, frame, { box: start, label: 'all is undone', way: 'undone' });
    this.connect(tail, this.box(frame, 'end', ['compensated']));
  }

  box(frame: Frame, shape: Shape, lines: string[]): string {
    const id = `box${++this.drawn}`;
    frame.boxes.push({ id, shape, lines });
    return id;
  }

  connect({ box, label, way = 'on' }: Tail, to: string): void {
    this.picture.arrows.push({ from: box, to, label, way });
  }

  private step(step: Step, frame: Frame, tail: Tail): Tail {
    if ('parallel' in step) return this.parallel(step, frame, tail);
    if ('choose' in step) return this.choose(step, frame, tail);
    if ('try' in step) return this.ways(step, frame, tail);
    if ('each' in step || 'repeat' in step) return this.loop(step, frame, tail);
    if ('observe' in step) return this.observation(step, frame, tail);
    if ('event' in step) return this.single('event', step, frame, tail);
    if ('signal' in step) return this.single('signal', step, frame, tail);
    if ('approval' in step) return this.single('approval', step, frame, tail);
    if ('delay' in step || 'delayUntil' in step) return this.single('delay', step, frame, tail);
    if ('saga' in step) {
      const end = this.single('saga', step, frame, tail);
      if (this.isCompensable) this.undo(end, tail, `undoes ${step.saga}`);
      return end;
    }
    return this.command(step, frame, tail);
  }

  private command(step: CommandStep, frame: Frame, tail: Tail): Tail {
    if (step.pivot) this.isCompensable = false;
    const end = this.single(step.pivot ? 'pivot' : 'step', step, frame, tail);
    const undo = undoOf(step);
    if (undo) this.undo(end, tail, undo);
    return end;
  }

  private single(shape: Shape, step: Step, frame: Frame, tail: Tail): Tail {
    const box = this.box(frame, shape, linesOf(step));
    this.connect(tail, box);
    return { box, label: '' };
  }

  private undo(step: Tail, before: Tail, label: string): void {
    this.connect({ box: step.box, label, way: 'back' }, before.box);
  }

  private parallel({ name, parallel: { join, branches } }: ParallelStep, outer: Frame, tail: Tail): Tail {
    const frame = this.frame(outer, name);
    const flows = Object.entries(branches);
    const fork = this.fork(joinWords(join, flows.length), frame, tail);
    return this.join(
      flows.map(([label, steps]) => this.flow(steps, frame, { box: fork, label })),
      frame,
    );
  }

  /** The way that is taken when no condition holds is drawn, too. */
  private choose({ name, choose }: ChooseStep, outer: Frame, tail: Tail): Tail {
    const frame = this.frame(outer, name);
    const fork = this.fork('one of', frame, tail);
    const isOneTaken = choose.some(({ when }) => when === undefined);
    const options = isOneTaken ? choose : [...choose, { steps: [] }];
    return this.join(
      options.map(({ when = OTHERWISE, steps }) => this.flow(steps, frame, { box: fork, label: when })),
      frame,
    );
  }

  /** One way after the other, each with the reason why it is tried. */
  private ways({ name, try: ways }: TryStep, outer: Frame, tail: Tail): Tail {
    const frame = this.frame(outer, name);
    let turn = tail;
    const ends = ways.map(({ steps }, i) => {
      const next = ways[i + 1];
      const box = this.fork(i === 0 ? 'try' : 'or try', frame, turn);
      turn = { box, label: next?.when === undefined ? 'else' : `else, when ${next.when}` };
      return this.flow(steps, frame, { box, label: '' });
    });
    return this.join(ends, frame);
  }

  /** Each event stands behind those it comes after; those that mean failure stand apart. */
  private observation({ name, observe }: ObserveStep, outer: Frame, tail: Tail): Tail {
    const frame = this.frame(outer, name);
    const fork = this.fork(`observes ${observe.key}`, frame, tail);
    const boxes = new Map(
      Object.entries(observe.events).map(([event, written]) => [
        event,
        this.box(frame, 'event', eventLines(event, written)),
      ]),
    );
    const hasFollowers = new Set(Object.values(observe.events).flatMap(({ after = [] }) => after));
    const ends: Tail[] = [];
    for (const [event, { after = [], within, fails, compensate }] of Object.entries(observe.events)) {
      const box = boxes.get(event)!;
      const label = within === undefined ? '' : `within ${within}`;
      const before = after.length > 0 ? after.map((other) => boxes.get(other)!) : [fork];
      for (const each of before) this.connect({ box: each, label: fails ? 'fails' : label }, box);
      const undo = undoOf({ compensate });
      if (undo && this.isCompensable) this.undo({ box, label: '' }, { box: before[0]!, label: '' }, undo);
      if (!fails && !hasFollowers.has(event)) ends.push({ box, label: '' });
    }
    return this.join(ends, frame);
  }

  private loop(step: EachStep | RepeatStep, outer: Frame, tail: Tail): Tail {
    const frame = this.frame(outer, step.name);
    const loop = this.box(frame, 'loop', loopLines(step));
    this.connect(tail, loop);
    const { steps } = 'each' in step ? step.each : step.repeat;
    const end = this.flow(steps, frame, { box: loop, label: '' });
    if ('repeat' in step) this.connect({ box: end.box, label: 'again', way: 'again' }, loop);
    return end;
  }

  private fork(words: string, frame: Frame, tail: Tail): string {
    const fork = this.box(frame, 'fork', [words]);
    this.connect(tail, fork);
    return fork;
  }

  private join(ends: Tail[], frame: Frame): Tail {
    const join = this.box(frame, 'join', [' ']);
    for (const end of ends) this.connect(end, join);
    return { box: join, label: '' };
  }

  private frame(outer: Frame, title: string): Frame {
    const frame: Frame = { id: `group${++this.drawn}`, title, boxes: [], frames: [] };
    outer.frames.push(frame);
    return frame;
  }
}
