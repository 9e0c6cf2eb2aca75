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

export function needsOf({ nodes }: Plan): Needs {
  const participants = new Map<string, string>();
  const sagas = new Map<string, string>();
  for (const node of nodes.values()) {
    if (node.kind !== 'command' && node.kind !== 'wait') continue;
    const child = node.kind === 'command' ? node.child : null;
    if (child) note(sagas, child.definition, node.path);
    const commands = [node.kind === 'command' ? node.action : null, node.compensation];
    for (const command of child ? [] : commands)
      if (command && !command.publish && command.participant !== BUILT_IN)
        note(participants, command.participant, node.path);
  }
  return { participants, sagas };
}

function note(needed: Map<string, string>, name: string, step: string): void {
  if (!needed.has(name)) needed.set(name, step);
}
