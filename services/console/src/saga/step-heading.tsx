interface StepHeadingProps {
  name: string;
  command: string | null;
  pivot?: boolean;
  /** The groups that the step stands in, the outermost first. */
  within?: readonly string[];
}

/** Which step a card is about, and the command that does it. */
export function StepHeading({ name, command, pivot, within = [] }: StepHeadingProps) {
  return (
    <header>
      {within.length > 0 && <small className="muted within">{within.join(' › ')}</small>}
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
