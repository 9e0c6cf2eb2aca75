import { useState } from 'react';

const KEY = 'operator-name';

/** Who acts by hand; this browser remembers it. */
export function useOperatorName(): [string, (name: string) => void] {
  const [name, setName] = useState(() => localStorage.getItem(KEY) ?? '');
  const remember = (next: string) => {
    setName(next);
    localStorage.setItem(KEY, next);
  };
  return [name, remember];
}
