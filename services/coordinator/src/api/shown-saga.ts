import type { Store } from '@saga/store';
import { Problem } from './problem.js';
import { sagaView } from './saga-view.js';

/** All that the API shows of a saga. Throws Problem when there is none of this id. */
export async function shownSaga({ queries }: Store, id: string) {
  const [saga, history, children] = await Promise.all([
    queries.find(id),
    queries.history(id),
    queries.children(id),
  ]);
  if (!saga) throw unknownSaga(id);
  return sagaView(saga, history, children);
}

export function unknownSaga(id: string): Problem {
  return new Problem(
    404,
    'unknown-saga',
    `there is no saga "${id}": GET /v1/sagas lists those that there are`,
  );
}
