interface StepHeadingProps {
  name: string;
  command: string | null;
  pivot?: boolean;
}

/** Which step a card is about, and the command that does it. */
export function StepHeading({ name, command, pivot }: StepHeadingProps) {
  return (
    <header>
      <h3>{name}</h3>
      {pivot && (
        <span className="pivot" title="There is no going back after this step">
          pivot
        </span>
      )}
      {command && <code className="muted">{command}</code>}
    </header>
  );
}

/** The command that undoes a step. */
export function UndoCommand({ command }: { command: string }) {
  return (
    <code className="undo-command muted" title="The command that undoes this step">
      ↩ {command}
    </code>
  );
}
