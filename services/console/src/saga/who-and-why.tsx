interface WhoAndWhyProps {
  by: string;
  onBy(name: string): void;
  /** What the words are: a reason, or a comment. */
  label: string;
  words: string;
  onWords(words: string): void;
}

/** Asks who acts by hand and why: both go into the saga's history. */
export function WhoAndWhy({ by, onBy, label, words, onWords }: WhoAndWhyProps) {
  return (
    <>
      <label>
        Your name
        <input
          value={by}
          onChange={({ target }) => onBy(target.value)}
          required
          pattern=".*\S.*"
          title="Who you are"
          maxLength={200}
          autoComplete="username"
        />
      </label>
      <label>
        {label}
        <textarea
          value={words}
          onChange={({ target }) => onWords(target.value)}
          required
          maxLength={2000}
          rows={3}
        />
      </label>
      <p className="muted">Both are kept in the saga’s history.</p>
    </>
  );
}
