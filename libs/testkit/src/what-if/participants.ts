import { type Command, type JsonObject, type Outcome, participantOf } from '@saga/contracts';
import type { Role } from '@saga/definition';
import { attemptAskedAbout, ruleOn, statusOf, type StepRecord } from '@saga/participant';
import { type Chance, chance } from './chance.js';
import { type Fault, isOn } from './fault.js';
import type { Happenings } from './happenings.js';
import { Station } from './station.js';

/** How a participant works. */
export interface Workshop {
  /** How long a command takes on average, in milliseconds. */
  service: number;
  /** How many commands it does at a time. */
  concurrency: number;
}

/**
 * The participants of all sagas, ruled by the SDK's own rules, so that a command that comes twice, or too late,
 * has no effect.
 */
export class Participants {
  private readonly stations = new Map<string, Station>();
  private readonly kept = new Map<string, Map<string, StepRecord>>();
  private readonly draw: Chance;

  constructor(
    private readonly happenings: Happenings,
    private readonly workshops: (participant: string) => Workshop,
    private readonly outputs: Readonly<Record<string, JsonObject>>,
    private readonly faults: readonly Fault[],
    private readonly seed: number,
  ) {
    this.draw = chance(seed);
  }

  /** How many commands wait for their participants. */
  get waiting(): number {
    return [...this.stations.values()].reduce((sum, { waiting }) => sum + waiting, 0);
  }

  /**
   * A command arrives.
   * @param answer is called with its outcome, and when that comes
   */
  take(command: Command, role: Role, now: () => number, answer: (outcome: Outcome) => void): void {
    const station = this.stationOf(participantOf(command.name));
    const begin = () => {
      const { outcome, isWork } = this.outcomeOf(command, role, now());
      return { isWork, end: () => answer(outcome) };
    };
    station.take({ command: command.name, begin }, now());
  }

  /** A saga has ended: nothing of it is asked for any more. */
  forget(sagaId: string): void {
    this.kept.delete(sagaId);
  }

  private stationOf(name: string): Station {
    let station = this.stations.get(name);
    if (!station) {
      const { service, concurrency } = this.workshops(name);
      const faults = this.faults.filter(({ who }) => who === name || who.startsWith(`${name}.`));
      const next = chance(this.seed + this.stations.size + 1);
      this.stations.set(name, (station = new Station(this.happenings, next, service, concurrency, faults)));
    }
    return station;
  }

  private outcomeOf(command: Command, role: Role, now: number): { outcome: Outcome; isWork: boolean } {
    const { sagaId, step, direction, attempt } = command;
    if (role === 'status') {
      const asked = attemptAskedAbout(command)!;
      const output = statusOf(this.keptOf(sagaId, asked.step), asked.attempt);
      return { outcome: { result: 'success', output }, isWork: false };
    }
    const kept = this.keptOf(sagaId, step);
    const ruling = ruleOn(kept, command);
    if (ruling.rule === 'answer') return { outcome: ruling.outcome, isWork: false };
    const isWork = ruling.rule === 'run';
    const outcome = isWork ? this.worked(command, now) : ruling.outcome;
    kept[direction] = { attempt, outcome };
    return { outcome, isWork };
  }

  private worked({ name: command, direction }: Command, now: number): Outcome {
    if (direction === 'undo') return { result: 'success', output: {} };
    const isDeclined = this.faults.some((fault) => {
      const { what, who } = fault;
      const isMeant = who === command || who === participantOf(command);
      return what.kind === 'declines' && isMeant && isOn(fault, now) && this.draw() < what.share;
    });
    if (isDeclined)
      return { result: 'business', failure: { code: 'declined', message: 'declined by the fault' } };
    return { result: 'success', output: this.outputs[command] ?? {} };
  }

  private keptOf(sagaId: string, step: string): StepRecord {
    let ofSaga = this.kept.get(sagaId);
    if (!ofSaga) this.kept.set(sagaId, (ofSaga = new Map()));
    let kept = ofSaga.get(step);
    if (!kept) ofSaga.set(step, (kept = {}));
    return kept;
  }
}
