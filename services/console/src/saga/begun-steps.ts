import type { Step } from '../api/saga.js';

/*
 * A step in a loop has the loop and its place in it before its name: `parcels[3].book`, `parcels[3].parts[0].make`.
 * What is asked for beside a step is called after it: `charge.lock`, `charge.status[2]`. The flow of a group that was
 * given up is called `legs/air`.
 */
const LOOP = /[^.[\]]+\[(\d+)\]\./g;

/** What has begun of a saga, by where it stands. */
export class BegunSteps {
  private readonly steps = new Map<string, Step>();
  private readonly runs = new Map<string, Map<number, Step[]>>();
  private readonly beside = new Map<string, Step[]>();

  constructor(steps: readonly Step[]) {
    for (const step of steps) {
      this.steps.set(step.name, step);
      for (const { 0: loop, 1: place, index } of step.name.matchAll(LOOP)) {
        const path = step.name.slice(0, index + loop.lastIndexOf('['));
        this.run(path, Number(place)).push(step);
      }
      const owner = ownerOf(step.name);
      if (owner !== null) this.beside.set(owner, [...this.besideOf(owner), step]);
    }
  }

  get(path: string): Step | undefined {
    return this.steps.get(path);
  }

  /** Locks, status queries and the like of a step. */
  besideOf(path: string): Step[] {
    return this.beside.get(path) ?? [];
  }

  /** The places in a loop that have begun, each with all of its steps, however deep they lie. */
  runsOf(path: string): ReadonlyMap<number, Step[]> {
    return this.runs.get(path) ?? new Map();
  }

  /** The steps right in a run of a loop, or right in the saga for an empty prefix, without what is beside them. */
  rightIn(prefix: string): Step[] {
    const steps = prefix === '' ? [...this.steps.values()] : this.stepsOfRun(prefix);
    return steps.filter(
      ({ name }) => prefixOf(name) === prefix && ownerOf(name) === null && !name.includes('/', prefix.length),
    );
  }

  private run(path: string, place: number): Step[] {
    const runs = this.runs.get(path) ?? new Map<number, Step[]>();
    this.runs.set(path, runs);
    const steps = runs.get(place) ?? [];
    runs.set(place, steps);
    return steps;
  }

  private stepsOfRun(prefix: string): Step[] {
    const [, path, place] = /^(.+)\[(\d+)\]\.$/.exec(prefix)!;
    return this.runsOf(path!).get(Number(place)) ?? [];
  }
}

/** The loops that a path leads through, as they stand before the step's own name. */
export function prefixOf(path: string): string {
  const end = path.lastIndexOf('].');
  return end < 0 ? '' : path.slice(0, end + 2);
}

/** The step that something stands beside, or null. */
function ownerOf(path: string): string | null {
  const dot = path.indexOf('.', prefixOf(path).length);
  return dot < 0 ? null : path.slice(0, dot);
}
