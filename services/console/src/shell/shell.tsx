import { type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { Connection } from './connection.js';
import './shell.css';

/** What is around every page: the name, the navigation, whether the coordinator answers. */
export function Shell({ children }: { children: ReactNode }) {
  const main = useFocusOnNavigation();
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <header className="shell-header">
        <Link href="/" className="shell-brand">
          <img src="/favicon.svg" alt="" width="28" height="28" />
          Saga console
        </Link>
        <nav aria-label="Pages">
          <NavLink href="/" also="/sagas/">
            Sagas
          </NavLink>
          <NavLink href="/definitions" also="/definitions/">
            Definitions
          </NavLink>
        </nav>
        <Connection />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function NavLink({ href, also, children }: { href: string; also: string; children: ReactNode }) {
  const [location] = useLocation();
  const current = location === href || location.startsWith(also);
  return (
    <Link href={href} aria-current={current ? 'page' : undefined}>
      {children}
    </Link>
  );
}

/** A new page is read from its beginning, by a screen reader too. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null);
  const [location] = useLocation();
  const last = useRef(location);
  useEffect(() => {
    if (last.current === location) return;
    last.current = location;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [location]);
  return main;
}
