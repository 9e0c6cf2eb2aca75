import type { ReactNode } from 'react';
import type { Tone } from '../words/tone.js';
import './notice.css';

/** Something that has to be read before the rest of the page. */
export function Notice({ tone, title, children }: { tone: Tone; title: string; children?: ReactNode }) {
  return (
    <section className="notice" data-tone={tone} aria-label={title}>
      <p className="notice-title">{title}</p>
      {children}
    </section>
  );
}

/** Says that something could not be got from the coordinator; `stale` when an earlier answer is shown. */
export function FailureNotice({ error, stale }: { error: Error; stale: boolean }) {
  return (
    <div role="alert">
      <Notice tone="bad" title={`${stale ? 'Not up to date' : 'This can’t be shown'}: ${error.message}`} />
    </div>
  );
}
