import { aligned } from '../aligned.js';
import { spell } from '../span-of-time.js';

/** What is counted in one interval of the simulation. */
export interface Interval {
  /** When it begins, in milliseconds from the start. */
  from: number;
  started: number;
  completed: number;
  /** Sagas of which a reply came too late for the first time. */
  timedOut: number;
  undone: number;
  needAttention: number;
  /** Sagas that have begun and not ended, at the end of the interval. */
  open: number;
  /** Commands that wait for their participants, at the end of the interval. */
  queued: number;
}

/** What an interval counts. */
export type Measure = Exclude<keyof Interval, 'from'>;

export type Totals = Pick<
  Interval,
  'started' | 'completed' | 'timedOut' | 'undone' | 'needAttention' | 'open'
>;

const HEADS: Record<Measure, string> = {
  started: 'started',
  open: 'open',
  queued: 'queued',
  timedOut: 'timed out',
  completed: 'completed',
  undone: 'undone',
  needAttention: 'need attention',
};
const MEASURES = Object.keys(HEADS) as Measure[];
const BARS = '▁▂▃▄▅▆▇█';

/** What a simulation comes to. */
export class Forecast {
  /** @param span how long an interval is, in milliseconds */
  constructor(
    readonly title: string,
    readonly span: number,
    readonly intervals: readonly Interval[],
    /** When the faults begin and end, in milliseconds from the start. */
    readonly troubles: readonly { from: number; until: number }[],
  ) {}

  /** Of all sagas; `open` are those that have not ended by the end of the simulation. */
  get totals(): Totals {
    const sum = (measure: Measure) => this.intervals.reduce((total, each) => total + each[measure], 0);
    return {
      started: sum('started'),
      completed: sum('completed'),
      timedOut: sum('timedOut'),
      undone: sum('undone'),
      needAttention: sum('needAttention'),
      open: this.intervals.at(-1)!.open,
    };
  }

  /** The intervals as text, one line each, and the totals below. */
  table(): string {
    const { totals } = this;
    const rows = this.intervals.map((each) => [
      `+${spell(each.from)}`,
      ...MEASURES.map((measure) => String(each[measure])),
    ]);
    const last = MEASURES.map((measure) => (measure === 'queued' ? '' : String(totals[measure])));
    return aligned([['from', ...MEASURES.map((measure) => HEADS[measure])], ...rows, ['all', ...last]]);
  }

  /** A line for each measure, one character an interval; the highest is as high as it gets. */
  plot(): string {
    const lines = MEASURES.map((measure) => {
      const values = this.intervals.map((each) => each[measure]);
      const most = Math.max(...values);
      const bars = values.map((value) => (value === 0 ? ' ' : BARS[Math.ceil((value / most) * 8) - 1]!));
      return [HEADS[measure], bars.join(''), `at most ${most}`];
    });
    return aligned(lines);
  }

  /** The same as a picture, with a panel for each measure; the time of faults is shaded. */
  svg(): string {
    const height = MEASURES.length * PANEL.pitch + 50;
    const text = (x: number, y: number, said: string) => `<text x="${x}" y="${y}">${escaped(said)}</text>`;
    const panels = MEASURES.map((measure, i) => this.panel(measure, 40 + i * PANEL.pitch));
    const end = this.intervals.length * this.span;
    const axis =
      text(PANEL.left, height - 8, '+0s') + text(PANEL.left + PANEL.width, height - 8, `+${spell(end)}`);
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="${height}" font-family="Helvetica" font-size="11">`,
      '<rect width="100%" height="100%" fill="#ffffff"/>',
      text(PANEL.left, 20, this.title),
      ...panels,
      axis,
      '</svg>\n',
    ].join('\n');
  }

  private panel(measure: Measure, top: number): string {
    const { left, width, height } = PANEL;
    const values = this.intervals.map((each) => each[measure]);
    const most = Math.max(...values);
    const end = this.intervals.length * this.span;
    const x = (time: number) => round(left + (Math.min(time, end) / end) * width);
    const y = (value: number) => round(top + height - (value / (most || 1)) * height);
    const shades = this.troubles.map(
      ({ from, until }) =>
        `<rect x="${x(from)}" y="${top}" width="${round(x(until) - x(from))}" height="${height}" fill="#b00020" opacity="0.1"/>`,
    );
    const points = values.map((value, i) => `${x((i + 1) * this.span)},${y(value)}`);
    return [
      ...shades,
      `<polyline points="${points.join(' ')}" fill="none" stroke="#1f4e79" stroke-width="1.5"/>`,
      `<path d="M${left},${top + height}h${width}" stroke="#999999"/>`,
      `<text x="8" y="${top + height}">${HEADS[measure]}</text>`,
      `<text x="${left + width + 6}" y="${top + 10}">${most}</text>`,
    ].join('\n');
  }
}

const PANEL = { left: 110, width: 700, height: 60, pitch: 80 };

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
