import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { addresses } from '../app/addresses';
import NotFoundPage from '../app/NotFoundPage';
import AccountPage from './AccountPage';
import BookingPage from './BookingPage';
import MyDataPage from './MyDataPage';
import ProfilePage from './ProfilePage';
import SecurityPage from './SecurityPage';
import SessionsPage from './SessionsPage';

/** The pages below /account, loaded together: the first page of the site needs none of them. */
export default function AccountPages(): ReactNode {
  return (
    <Switch>
      <Route path={addresses.account} component={AccountPage} />
      <Route path={addresses.profile} component={ProfilePage} />
      <Route path={addresses.security} component={SecurityPage} />
      <Route path={addresses.sessions} component={SessionsPage} />
      <Route path={addresses.myData} component={MyDataPage} />
      <Route path={addresses.booking} component={BookingPage} />
      <Route component={NotFoundPage} />
    </Switch>
  );
}
