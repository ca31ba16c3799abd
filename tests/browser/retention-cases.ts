import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectJson } from '../e2e/http-client.ts';
import { signIn } from '../e2e/sandbox.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import { SCREEN, type Stage } from './stage.ts';

export const retentionCases = (stage: Stage) =>
  describe('retention', () => {
    it('asks before fewer days are kept, states what is removed, and asks nothing where more are kept', async () => {
      const jar = await signIn(stage.url, 'sandboxAdmin');
      const keptDays = async () =>
        (await expectJson<{ retention_days: number | null }>(stage.url, 200, { path: '/api/retention', jar }))
          .retention_days;
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/retention`, 'sandboxAdmin');
      const save = page.getByRole('button', { name: 'Save' });
      const question = page.getByRole('dialog', { name: 'Remove older incidents' });
      const confirm = question.getByRole('button', { name: 'Remove older incidents' });

      await page.getByLabel('Remove incidents some days after their last change').check();
      await page.getByLabel('Days kept').fill('800');
      await save.click();
      await question.getByText('Incidents that have not changed for more than 800 days are removed for good').waitFor();
      await question.getByText('Until now nothing was removed.').waitFor();
      await assertSoundInBothThemes(page, 'the question before fewer days are kept');
      await page.setViewportSize(SCREEN);
      await question.getByRole('button', { name: 'Cancel' }).click();
      await question.waitFor({ state: 'detached' });
      assert.equal(await keptDays(), null);
      await save.click();
      await confirm.click();
      await question.waitFor({ state: 'detached' });
      assert.equal(await keptDays(), 800);

      await page.getByLabel('Days kept').fill('900');
      await save.click();
      await settles(keptDays, 900);
      assert.equal(await question.count(), 0);

      await page.getByLabel('Days kept').fill('30');
      await save.click();
      await question.getByText('Until now they were kept for 900 days.').waitFor();
      await confirm.click();
      await question.waitFor({ state: 'detached' });
      assert.equal(await keptDays(), 30);

      await page.getByLabel('Remove incidents some days after their last change').uncheck();
      await save.click();
      await settles(keptDays, null);
      assert.equal(await question.count(), 0);
    });
  });
