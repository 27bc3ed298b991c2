// @workspai with the program alone, with the model picked in Chat, and with an OpenAI-compatible endpoint.
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type Fake, startFakeOpenai } from '../fakeOpenai/server.mjs';
import { ScriptedModel } from '../model.ts';
import { eventually } from '../pages/wait.ts';
import { type Theme, useSession } from '../session.ts';

/** Values that must stay in their files. */
const SECRETS = {
  AUTH_JWT_SECRET: 'kZ7pQ2wX9vB4nM6tR1sL8yD3',
  STRIPE_API_KEY: 'sk_live_51Hx7TtWorkspaiTestOnly00',
  DATABASE_URL: 'postgresql://saas:hunter2-Zebra@db.internal:5432/saas',
  // Looks like nothing: only the env file tells that it is a value.
  SUPPORT_PHRASE: 'the-quiet-otter-walks-home',
};
const ENV = `API_TITLE="Notebook API"\nLOG_LEVEL=INFO\n${Object.entries(SECRETS).map(([key, value]) => `${key}=${value}\n`).join('')}LOG_LEVEL=DEBUG\n`;

const session = useSession({
  name: 'chat',
  workspace: 'saas-broken',
  git: true,
  files: { 'saas-api/.env': ENV, 'saas-api/src/connect.py': `URL = "${SECRETS.DATABASE_URL}"\n\n\ndef connect():\n    return open_pool(URL, "${SECRETS.SUPPORT_PHRASE}")\n` },
});

/** Of the sample's workspace memory. */
const MEMORY = ['Every endpoint lives under /api', 'webhooks run as their own process'];
const ERROR = "NameError: name 'open_pool' is not defined at saas-api/src/connect.py:5";

suite('the program alone', () => {
  test('answers /doctor with citations that open the file', async () => {
    const { workbench, control } = session();
    await control.setting('workspai.model.use', 'none');
    await workbench.activityBar.open('Workspai');
    await workbench.view('Workspace').node('saas-api').row();
    await workbench.chat.open();
    await workbench.chat.waitForModel(ScriptedModel.title);
    const answer = await workbench.chat.ask('@workspai /doctor');
    assert.match(answer.text, /\d+ errors/);
    assert.match(answer.text, /both publish port 8000/);
    assert.match(answer.text, /Answered without a model\. Nothing was sent\./);
    assert.ok(answer.references.some((text) => text.includes('docker-compose.yml')), answer.references.join());
    await session().shot('doctor');
    await workbench.chat.clickLink('docker-compose.yml:35');
    await workbench.editor.waitForFile('docker-compose.yml');
    await eventually('the cursor on the cited line', async () => (await workbench.editor.position()).line === 35);
    await workbench.editor.closeAll();
  });

  test('answers which ports are used', async () => {
    const { workbench } = session();
    await workbench.chat.clear();
    const answer = await workbench.chat.ask('@workspai /ask which ports are used?');
    for (const port of ['8000', '8002', '5432', '6379']) assert.match(answer.text, new RegExp(`\\b${port}\\b`));
    assert.match(answer.text, /docker-compose\.yml/);
    await session().shot('ports');
  });

  test('says that it does not know rather than guess', async () => {
    const { workbench } = session();
    const answer = await workbench.chat.ask('@workspai /ask who wrote the kubernetes operator?');
    assert.match(answer.text, /[Nn]othing|not found|does not/);
  });

  test('offers what to ask next', async () => {
    const { workbench } = session();
    await workbench.chat.clear();
    await workbench.chat.ask('@workspai /doctor');
    assert.ok((await workbench.chat.followUps()).length > 0);
  });

  test('asked nothing of the model', async () => {
    assert.deepEqual(await session().model.requests(), []);
  });
});

suite('the model picked in Chat', () => {
  test('streams an answer to /debug, with the receipt under it', async () => {
    const { workbench, control, model } = session();
    await control.setting('workspai.model.use', undefined);
    await workbench.chat.clear();
    await model.script({ chunks: ['open_pool is ', 'never imported ', 'in connect.py.'], delayMs: 20 });
    const answer = await workbench.chat.ask(`@workspai /debug ${ERROR}`);
    assert.match(answer.text, /NameError: name 'open_pool' is not defined/);
    assert.match(answer.text, /None of the \d+ code files of saas-api declares open_pool\./, 'what the program knows comes first');
    assert.match(answer.text, /open_pool is never imported in connect\.py\./);
    assert.match(answer.text, /Sent (about )?[\d,]+ tokens to Scripted Model/);
    assert.match(answer.text, /\d+ secrets? taken out/);
    assert.ok(answer.buttons.includes('Receipt'), answer.buttons.join());
    await session().shot('debug-model');
  });

  test('was given the memory and the code, and no value of an env file', async () => {
    const prompt = await session().model.lastPrompt();
    for (const entry of MEMORY) assert.ok(prompt.includes(entry), entry);
    assert.match(prompt, /def connect/);
    assertNoSecret(prompt);
  });

  test('has a receipt that names each piece with its file and lines', async () => {
    const { workbench } = session();
    await workbench.chat.clickButton('Receipt');
    const text = await eventually('the receipt', async () => {
      const shown = await workbench.markdownPreview().text();
      return shown.includes('What was sent') && shown;
    });
    assert.match(text, /saas-api\/src\/connect\.py:\d+/);
    assert.match(text, /workspace-memory\.json/);
    assert.match(text, /secrets? taken out before sending/);
    for (const theme of ['dark', 'highContrast', 'light'] satisfies Theme[]) {
      await session().theme(theme);
      await session().shot(`receipt-${theme}`);
    }
    await workbench.editor.closeAll();
  });

  test('is stopped by cancel', async () => {
    const { workbench, model } = session();
    await workbench.chat.clear();
    await model.script({ chunks: ['slowly, ', 'very ', 'slowly'], delayMs: 2_000 });
    await workbench.chat.send(`@workspai /debug ${ERROR}`);
    await workbench.chat.waitForPartialText('slowly,');
    await workbench.chat.cancel();
    await model.waitFor('cancelled');
    assert.doesNotMatch(await workbench.chat.partialText(), /very/);
  });

  test('fails with its reason, and the program answers', async () => {
    const { workbench, model } = session();
    await workbench.chat.clear();
    await model.script({ chunks: ['Half of it'], delayMs: 20, failure: 'the model is overloaded' });
    const answer = await workbench.chat.ask(`@workspai /debug ${ERROR}`);
    await model.script({ failure: '' });
    assert.match(answer.text, /Scripted Model failed: the model is overloaded/);
    assert.match(answer.text, /connect\.py/);
    await session().shot('model-fails');
  });
});

suite('an OpenAI-compatible endpoint', () => {
  let fake: Fake;
  before(async () => {
    fake = await startFakeOpenai({ answer: ['open_pool has ', 'no import ', 'here.'] });
  });
  after(async () => {
    await fake.close();
  });

  test('streams an answer to /debug', async () => {
    const { workbench, control } = session();
    await control.setting('workspai.model.baseUrl', fake.url);
    await control.setting('workspai.model.use', 'endpoint');
    await control.setting('workspai.model.name', 'fake-normal');
    await workbench.chat.clear();
    const answer = await workbench.chat.ask(`@workspai /debug ${ERROR}`);
    assert.match(answer.text, /open_pool has no import here\./);
    assert.match(answer.text, /Sent [\d,]+ tokens to fake-normal at 127\.0\.0\.1:\d+/);
    await session().shot('debug-endpoint');
  });

  test('was given the memory and the code, and no value of an env file', () => {
    const sent = JSON.stringify(fake.requests().at(-1));
    for (const entry of MEMORY) assert.ok(sent.includes(entry), entry);
    assert.match(sent, /def connect/);
    assertNoSecret(sent);
  });

  test('is read no further after cancel', async () => {
    const { workbench, control } = session();
    await control.setting('workspai.model.name', 'fake-stall');
    await workbench.chat.clear();
    await workbench.chat.send(`@workspai /debug ${ERROR}`);
    await workbench.chat.waitForPartialText('open_pool has');
    const { id } = fake.requests().at(-1) ?? assert.fail('nothing was asked');
    await workbench.chat.cancel();
    await eventually('the connection to be closed', async () => fake.lines.some((line) => line.event === 'closed' && line.id === id && line.by === 'client'));
  });

  for (const { name, words } of [
    { name: 'fake-401', words: /401|key/ },
    { name: 'fake-cut', words: /ended|cut|closed|connection/ },
  ]) {
    test(`that fails (${name}) is named, and the program answers`, async () => {
      const { workbench, control } = session();
      await control.setting('workspai.model.name', name);
      await workbench.chat.clear();
      const answer = await workbench.chat.ask(`@workspai /debug ${ERROR}`);
      assert.match(answer.text, words);
      assert.match(answer.text, /connect\.py/);
      await session().shot(name);
    });
  }

  test('that is not there is named, and the program answers', async () => {
    const { workbench, control } = session();
    await control.setting('workspai.model.name', 'fake-normal');
    await control.setting('workspai.model.baseUrl', 'http://127.0.0.1:9/v1');
    await workbench.chat.clear();
    const answer = await workbench.chat.ask(`@workspai /debug ${ERROR}`);
    assert.match(answer.text, /127\.0\.0\.1:9/);
    assert.match(answer.text, /connect\.py/);
  });
});

test('nothing that was recorded or logged holds a value of an env file', async () => {
  assertNoSecret(await session().output('Workspai'));
  const stored = await session().stored();
  assert.ok(stored.some((text) => text.includes('fake-normal')), 'the requests are recorded');
  stored.forEach(assertNoSecret);
});

function assertNoSecret(text: string): void {
  for (const [key, value] of Object.entries(SECRETS)) assert.ok(!text.includes(value), `the value of ${key} is in it`);
}
