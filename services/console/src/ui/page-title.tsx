import { type ReactNode, useEffect } from 'react';
import './page-title.css';

/** The heading of a page, which names the browser's tab too. `above` leads back, `beside` says more. */
export function PageTitle({
  title,
  above,
  beside,
}: {
  title: string;
  above?: ReactNode;
  beside?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Saga console`;
  }, [title]);
  return (
    <div className="page-title">
      {above && <nav aria-label="Where this page is">{above}</nav>}
      <h1>{title}</h1>
      {beside}
    </div>
  );
}
