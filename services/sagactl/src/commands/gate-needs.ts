import type { Plan } from '@saga/definition';

/** What the sagas of a definition need of others. */
export interface Needs {
  /** Each participant, with the first step that needs it. */
  participants: ReadonlyMap<string, string>;
  /** The definitions of the sagas that do steps, with the first step of each. */
  sagas: ReadonlyMap<string, string>;
}

/** The coordinator is this participant itself. */
const BUILT_IN = 'locks';

export function needsOf({ commands }: Plan): Needs {
  const participants = new Map<string, string>();
  const sagas = new Map<string, string>();
  const note = (needed: Map<string, string>, name: string, step: string) => {
    if (!needed.has(name)) needed.set(name, step);
  };
  for (const { path, action, compensation, child } of commands.values()) {
    if (child) note(sagas, child.definition, path);
    else
      for (const command of [action, ...(compensation ? [compensation] : [])])
        if (command.participant !== BUILT_IN) note(participants, command.participant, path);
  }
  return { participants, sagas };
}
