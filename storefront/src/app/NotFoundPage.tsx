import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Title } from '../design/parts';
import { useText } from '../text/TextProvider';
import { addresses } from './addresses';

export default function NotFoundPage(): ReactNode {
  const { t } = useText();
  return (
    <div className="page stack">
      <Title>{t('notFound.title')}</Title>
      <h1>{t('notFound.title')}</h1>
      <p>{t('notFound.text')}</p>
      <Link className="button main" href={addresses.programme}>
        {t('nav.programme')}
      </Link>
    </div>
  );
}
