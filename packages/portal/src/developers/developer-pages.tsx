import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { Route, Routes } from 'react-router';
import { createQueryClient } from '../api/query-client.ts';
import { SallyportProvider } from '../api/sallyport-context.tsx';
import { Announcements } from '../notices/announcements.tsx';
import { NotFoundPage } from '../notices/not-found-page.tsx';
import { ConfirmPage } from './account/confirm-page.tsx';
import { DeveloperSignInPage } from './account/developer-sign-in-page.tsx';
import { SignUpPage } from './account/sign-up-page.tsx';
import { ApplicationPage } from './applications/application-page.tsx';
import { ApplicationsPage } from './applications/applications-page.tsx';
import { RegisterPage } from './applications/register-page.tsx';
import { DeveloperShell } from './developer-shell.tsx';

/** Every address under /developers, with an API client and a cache apart from the portal's session. */
export function DeveloperPages() {
  const [queryClient] = useState(createQueryClient);
  return (
    <SallyportProvider deeplinkId={null}>
      <QueryClientProvider client={queryClient}>
        <Announcements />
        <Routes>
          <Route path="sign-up" element={<SignUpPage />} />
          <Route path="confirm" element={<ConfirmPage />} />
          <Route path="sign-in" element={<DeveloperSignInPage />} />
          <Route element={<DeveloperShell />}>
            <Route index element={<ApplicationsPage />} />
            <Route path="applications/new" element={<RegisterPage />} />
            <Route path="applications/:applicationId" element={<ApplicationPage />} />
          </Route>
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </QueryClientProvider>
    </SallyportProvider>
  );
}
