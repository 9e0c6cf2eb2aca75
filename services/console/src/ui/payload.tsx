import './payload.css';

/** A JSON payload, folded until it is asked for. Nothing when there is none. */
export function Payload({ label, value }: { label: string; value: object | null }) {
  if (value === null) return null;
  return (
    <details className="payload">
      <summary>{label}</summary>
      <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}
