import type { GroupTopic } from '@saga/bus';
import type { Plan } from '@saga/definition';

/** A consumer group by which a participant gets its commands. */
export interface WatchedGroup extends GroupTopic {
  participant: string;
}

/**
 * The groups of the participants on which the clock of a step depends: `saga-participant-<name>` behind the prefix
 * of the topics, or what a definition says of its participant. One that has several groups by several definitions
 * is watched by all of them.
 */
export function watchedGroups(plans: readonly Plan[], prefix: string): WatchedGroup[] {
  const groups = new Map<string, WatchedGroup>();
  for (const { commands, definition } of plans) {
    for (const { clockStops, action } of commands.values()) {
      if (!clockStops) continue;
      const { participant } = action;
      const said = definition.participants?.[participant]?.group;
      const group = said ?? `${prefix}saga-participant-${participant}`;
      const topic = `${prefix}saga.command.${participant}`;
      groups.set(`${participant} ${group}`, { participant, group, topic });
    }
  }
  return [...groups.values()];
}
