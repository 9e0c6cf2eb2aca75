import { Link } from 'wouter';
import { PageTitle } from '../ui/page-title.js';

export function NotFoundPage() {
  return (
    <>
      <PageTitle title="There is no such page" />
      <p>
        <Link href="/">All sagas</Link> are on the first page.
      </p>
    </>
  );
}
