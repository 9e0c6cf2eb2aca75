import { Route, Switch } from 'wouter';
import { DefinitionPage } from './definitions/definition-page.js';
import { DefinitionsPage } from './definitions/definitions-page.js';
import { SagaPage } from './saga/saga-page.js';
import { SagasPage } from './sagas/sagas-page.js';
import { NotFoundPage } from './shell/not-found-page.js';
import { Shell } from './shell/shell.js';

/** Every page of the console, by its address. */
export function App() {
  return (
    <Shell>
      <Switch>
        <Route path="/" component={SagasPage} />
        <Route path="/sagas/:id">{({ id }) => <SagaPage key={id} id={decodeURIComponent(id)} />}</Route>
        <Route path="/definitions" component={DefinitionsPage} />
        <Route path="/definitions/:name">
          {({ name }) => <DefinitionPage name={decodeURIComponent(name)} />}
        </Route>
        <Route component={NotFoundPage} />
      </Switch>
    </Shell>
  );
}
