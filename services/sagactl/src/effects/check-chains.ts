import { FIRST_LINK, linkHash } from '@saga/contracts';
import type { ChainEnd, ExportedEffect, Ledgers } from './exported-ledger.js';
import type { Finding, FindingKind } from './finding.js';

interface Chain {
  name: string;
  entries: ExportedEffect[];
  ends: ChainEnd[];
}

/** Every link of every chain that does not hold. The same entry from two sources, such as an export and a table, is one. */
export function checkChains({ effects, ends }: Ledgers): Finding[] {
  const chains = new Map<string, Chain>();
  const chainOf = ({ participant, chain }: { participant: string; chain: number }) => {
    const name = `${participant}, chain ${chain}`;
    const found = chains.get(name) ?? { name, entries: [], ends: [] };
    chains.set(name, found);
    return found;
  };
  for (const effect of effects) chainOf(effect).entries.push(effect);
  for (const end of ends) chainOf(end).ends.push(end);
  return [...chains.values()].flatMap(checkChain);
}

function checkChain({ name, entries, ends }: Chain): Finding[] {
  const findings: Finding[] = [];
  const find = (kind: FindingKind, position: number, message: string) =>
    findings.push({ kind, place: `${name}, entry ${position}`, message });
  let before: Pick<ExportedEffect, 'position' | 'hash'> = { position: 0, hash: FIRST_LINK };
  for (const each of entries.sort((a, b) => a.position - b.position)) {
    const { position, previous, hash } = each;
    if (position === before.position) {
      if (hash !== before.hash) find('forked-chain', position, 'is there twice, and not the same');
      continue;
    }
    if (position > before.position + 1) find('missing-entry', before.position + 1, goneUntil(position));
    else if (previous !== before.hash)
      find('broken-link', position, 'does not follow from the entry before it');
    if (!isAsWritten(each)) find('changed-entry', position, 'is not what was written: its hash is another');
    before = each;
  }
  for (const { length, hash } of ends) {
    if (length > before.position)
      find('cut-chain', before.position + 1, `${goneUntil(length + 1)}: the chain is known to go on`);
    else if (length === before.position && hash !== before.hash)
      find('broken-link', length, 'is the end of the chain, but not the one that is remembered');
  }
  return findings;
}

function goneUntil(next: number): string {
  return `is gone, and so is all before entry ${next}`;
}

/** Whether an entry has its own hash, and lies in the chain that it says. */
function isAsWritten({ participant, chain, entry, previous, hash }: ExportedEffect): boolean {
  const { participant: said, chain: saidChain } = entry;
  return said === participant && saidChain === chain && linkHash(entry, previous) === hash;
}
