/** What may be wrong with effects. */
export type FindingKind =
  | 'broken-link'
  | 'changed-entry'
  | 'missing-entry'
  | 'forked-chain'
  | 'cut-chain'
  | 'lost-effect'
  | 'doubled-effect'
  | 'unexpected-effect'
  | 'effect-without-saga'
  | 'missing-compensation'
  | 'doubled-compensation'
  | 'unexpected-compensation'
  | 'broken-history';

/** Something that is wrong: where in a ledger, or at which step of which saga, and what. */
export interface Finding {
  kind: FindingKind;
  /** Such as `payments, chain 3, entry 17` or `saga order-7, step charge`. */
  place: string;
  message: string;
}
