import './design/tokens.css';
import './design/base.css';
import './app/layout.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { createApi } from './api/client';
import { App } from './app/App';
import { applyKeptTheme } from './app/theme';
import { languages, preferredLanguage } from './text/languages';
import { TextProvider } from './text/TextProvider';

applyKeptTheme();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the application.');
const language = preferredLanguage();
const catalogue = await languages[language].load();

createRoot(root).render(
  <StrictMode>
    <Provider value={createApi()}>
      <TextProvider first={{ language, catalogue }}>
        <App />
      </TextProvider>
    </Provider>
  </StrictMode>,
);
