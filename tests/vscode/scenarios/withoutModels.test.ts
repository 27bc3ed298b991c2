// An editor without any language model: VS Code would refuse every question, but @workspai needs none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useSession } from '../session.ts';

const session = useSession({ name: 'without-models', workspace: 'saas-broken', model: false });

test('answers /doctor', async () => {
  const { workbench } = session();
  await workbench.activityBar.open('Workspai');
  await workbench.view('Workspace').node('saas-api').row();
  await workbench.chat.open();
  await workbench.chat.waitForModel('No model');
  const answer = await workbench.chat.ask('@workspai /doctor');
  assert.match(answer.text, /both publish port 8000/);
  assert.match(answer.text, /Answered without a model\. Nothing was sent\./);
  await session().shot('doctor');
});
