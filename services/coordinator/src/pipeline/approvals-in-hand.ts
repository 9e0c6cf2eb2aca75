import type { Plan } from '@saga/definition';
import { type Decision, nodeOf } from '@saga/engine';
import type { ApprovalChange } from '@saga/store';

/** Follows which questions to people open and close while a transaction moves sagas. */
export class ApprovalsInHand {
  private readonly byStep = new Map<string, ApprovalChange>();

  note(plan: Plan, { state, events }: Decision): void {
    for (const event of events) {
      if (event.type !== 'wait-started' && event.type !== 'step-succeeded' && event.type !== 'step-failed')
        continue;
      const node = nodeOf(plan, event.step);
      if (node?.kind !== 'wait' || node.awaited.kind !== 'approval') continue;
      const since = event.type === 'wait-started' ? event.at : null;
      this.byStep.set(`${state.id} ${event.step}`, { sagaId: state.id, step: event.step, since });
    }
  }

  get changes(): ApprovalChange[] {
    return [...this.byStep.values()];
  }
}
