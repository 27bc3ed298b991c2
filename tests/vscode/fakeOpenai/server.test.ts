import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Fake, MODES, startFakeOpenai } from './server.mjs';

let fake: Fake;
before(async () => {
  fake = await startFakeOpenai({ pieceMs: 5, slowMs: 150 });
});
after(() => fake.close());

test('lists a model for each mode', async () => {
  const response = await fetch(`${fake.url}/models`);
  const { data } = (await response.json()) as { data: { id: string }[] };
  assert.deepEqual(data.map(({ id }) => id), Object.keys(MODES));
});

test('streams its answer, with usage when asked for, and records the request', async () => {
  const text = await (await ask('fake-normal', { stream: true, stream_options: { include_usage: true } })).text();
  const chunks = events(text);
  assert.equal(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join(''), 'This answer was scripted for a test.');
  assert.equal(chunks.at(-1)?.usage?.completion_tokens, 9);
  assert.deepEqual(chunks.at(-1)?.choices, []);
  assert.match(text, /data: \[DONE\]\n\n$/);
  assert.equal(fake.requests().at(-1)?.body.messages[0].content, 'hello');
  assert.equal(fake.requests().at(-1)?.headers.authorization, 'Bearer key');
});

test('sends no usage when it was not asked for, and one document without streaming', async () => {
  assert.doesNotMatch(await (await ask('fake-normal', { stream: true })).text(), /usage/);
  const whole = (await (await ask('fake-normal', {})).json()) as { choices: { message: { content: string } }[] };
  assert.equal(whole.choices[0]?.message.content, 'This answer was scripted for a test.');
});

test('waits before the first token', async () => {
  const started = Date.now();
  await (await ask('fake-slow', { stream: true })).text();
  assert.ok(Date.now() - started >= 150);
});

test('stalls after one piece until the client goes away, and records that', async () => {
  const gone = new AbortController();
  const response = await ask('fake-stall', { stream: true }, gone.signal);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let seen = '';
  while (!seen.includes('This answer')) seen += Buffer.from((await reader.read()).value ?? []).toString();
  gone.abort();
  await assert.rejects(reader.read());
  while (fake.lines.at(-1)?.event !== 'closed') await new Promise((done) => setTimeout(done, 10));
  const { by, pieces } = fake.lines.at(-1) as Extract<Fake['lines'][number], { event: 'closed' }>;
  assert.deepEqual({ by, pieces }, { by: 'client', pieces: 1 });
});

test('cuts the connection in the middle', async () => {
  const response = await ask('fake-cut', { stream: true });
  await assert.rejects(response.text());
});

test('puts a malformed line into the stream and goes on', async () => {
  const text = await (await ask('fake-malformed', { stream: true })).text();
  assert.match(text, /this is not JSON/);
  assert.match(text, /data: \[DONE\]\n\n$/);
});

test('fails with the status that the model names', async () => {
  assert.equal((await ask('fake-401', {})).status, 401);
  assert.equal((await ask('fake-500', {})).status, 500);
  const limited = await ask('fake-429', {});
  assert.equal(limited.status, 429);
  assert.equal(limited.headers.get('retry-after'), '1');
  assert.equal((await ask('no-such-model', {})).status, 404);
});

test('fails once and then answers', async () => {
  assert.deepEqual([(await ask('fake-429-once', {})).status, (await ask('fake-429-once', {})).status], [429, 200]);
  assert.deepEqual([(await ask('fake-500-once', {})).status, (await ask('fake-500-once', {})).status], [500, 200]);
});

interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[];
  readonly usage?: { readonly completion_tokens: number } | null;
}

function ask(model: string, rest: object, signal: AbortSignal | null = null): Promise<Response> {
  return fetch(`${fake.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }], ...rest }),
    signal,
  });
}

function events(text: string): Chunk[] {
  const lines = text.split('\n').filter((line) => line.startsWith('data: {'));
  return lines.map((line) => JSON.parse(line.slice('data: '.length)) as Chunk);
}
