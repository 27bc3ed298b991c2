#!/usr/bin/env node
// A scripted server that speaks OpenAI's chat protocol. The model's name picks how it behaves; see MODES.
//
//   server.mjs [--port N] [--log FILE]      prints the base URL
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { isMain } from '../host/exec.mjs';

/** What each model does. Every one but the failures streams when asked to. */
export const MODES = /** @type {const} */ ({
  'fake-normal': 'answers at once',
  'fake-slow': 'waits before the first token',
  'fake-stall': 'sends one piece, then nothing, and keeps the connection open',
  'fake-cut': 'closes the connection in the middle, without usage and without [DONE]',
  'fake-malformed': 'sends a line that is not JSON in the middle',
  'fake-401': 'refuses the key',
  'fake-429': 'is always over its limit, with Retry-After: 1',
  'fake-429-once': 'is over its limit the first time, then answers',
  'fake-500': 'always fails',
  'fake-500-once': 'fails the first time, then answers',
});

/**
 * @typedef {object} FakeOptions
 * @property {number} [port] 0 takes a free one
 * @property {string} [logFile] every request and every close is appended as one JSON line
 * @property {string[]} [answer] the pieces of the answer
 * @property {number} [pieceMs] pause before each piece
 * @property {number} [slowMs] how long `fake-slow` waits
 */

/**
 * @typedef {{ event: 'request', id: number, at: number, method: string, path: string, headers: import('node:http').IncomingHttpHeaders, body: any }} RequestLine
 * @typedef {{ event: 'closed', id: number, at: number, by: 'client' | 'server', pieces: number }} ClosedLine
 * @typedef {object} Fake
 * @property {string} url the base URL, ending in /v1
 * @property {(RequestLine | ClosedLine)[]} lines what happened so far, in order
 * @property {() => RequestLine[]} requests the chat completions asked for so far
 * @property {(pieces: string[]) => void} setAnswer
 * @property {() => Promise<void>} close
 */

const FAILURES = {
  401: { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided.' },
  404: { type: 'invalid_request_error', code: 'model_not_found', message: 'The model does not exist.' },
  429: { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached.' },
  500: { type: 'server_error', code: null, message: 'The server had an error.' },
};

/**
 * @param {FakeOptions} [options]
 * @returns {Promise<Fake>}
 */
export async function startFakeOpenai(options = {}) {
  const { port = 0, logFile, pieceMs = 10, slowMs = 3_000 } = options;
  let answer = options.answer ?? ['This answer ', 'was scripted ', 'for a test.'];
  let count = 0;
  /** @type {Set<string>} */
  const failedOnce = new Set();
  /** @type {(RequestLine | ClosedLine)[]} */
  const lines = [];
  const record = (/** @type {RequestLine | ClosedLine} */ line) => {
    lines.push(line);
    if (logFile) appendFileSync(logFile, `${JSON.stringify(line)}\n`);
  };

  const server = createServer(async (request, response) => {
    const id = ++count;
    const text = await readAll(request);
    const body = parse(text);
    const { method = '', url: path = '', headers } = request;
    record({ event: 'request', id, at: Date.now(), method, path, headers, body: body ?? text });
    let pieces = 0;
    response.on('close', () => {
      const isOurs = response.writableFinished || body?.model === 'fake-cut';
      record({ event: 'closed', id, at: Date.now(), by: isOurs ? 'server' : 'client', pieces });
    });

    if (method === 'GET' && path.endsWith('/models')) return sendJson(response, 200, modelList());
    if (method !== 'POST' || !path.endsWith('/chat/completions') || !body) return fail(response, 404);
    const model = String(body.model);
    if (!(model in MODES)) return fail(response, 404);
    const failure = /-(401|429|500)(-once)?$/.exec(model);
    if (failure && !(failure[2] && failedOnce.has(model))) {
      failedOnce.add(model);
      return fail(response, /** @type {keyof typeof FAILURES} */ (Number(failure[1])));
    }
    if (model === 'fake-slow') await pause(slowMs);
    if (response.destroyed) return;
    if (!body.stream) return sendJson(response, 200, whole(model, answer.join(''), text));
    await stream(response, body, text, answer, pieceMs, () => (pieces += 1));
  });

  await new Promise((done) => server.listen(port, '127.0.0.1', () => done(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    lines,
    requests: () => lines.filter((line) => line.event === 'request').filter(({ path }) => path.endsWith('/chat/completions')),
    setAnswer: (pieces) => void (answer = pieces),
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {any} body
 * @param {string} text
 * @param {string[]} answer
 * @param {number} pieceMs
 * @param {() => void} countPiece
 */
async function stream(response, body, text, answer, pieceMs, countPiece) {
  const { model } = body;
  const chunk = (/** @type {object} */ rest) =>
    response.write(`data: ${JSON.stringify({ id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: 0, model, ...rest })}\n\n`);
  const choice = (/** @type {object} */ delta, /** @type {string | null} */ reason = null) =>
    chunk({ choices: [{ index: 0, delta, finish_reason: reason }], ...(wantsUsage ? { usage: null } : {}) });
  const wantsUsage = body.stream_options?.include_usage === true;

  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  choice({ role: 'assistant', content: '' });
  for (const [index, content] of answer.entries()) {
    await pause(pieceMs);
    if (response.destroyed) return;
    choice({ content });
    countPiece();
    if (model === 'fake-stall') return;
    if (model === 'fake-malformed' && index === 0) response.write('data: {"choices": [ this is not JSON\n\n');
    if (model === 'fake-cut' && index === 0) return cut(response);
  }
  choice({}, 'stop');
  if (wantsUsage) chunk({ choices: [], usage: usage(text, answer.join('')) });
  response.end('data: [DONE]\n\n');
}

/**
 * Ends the connection, not the answer, once what was written has left.
 * @param {import('node:http').ServerResponse} response
 */
async function cut(response) {
  await pause(50);
  response.socket?.destroy();
}

/**
 * @param {string} model
 * @param {string} content
 * @param {string} text
 */
function whole(model, content, text) {
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
  return { id: 'chatcmpl-fake', object: 'chat.completion', created: 0, model, choices, usage: usage(text, content) };
}

/**
 * @param {string} prompt
 * @param {string} completion
 */
function usage(prompt, completion) {
  const [prompt_tokens, completion_tokens] = [prompt, completion].map((text) => Math.ceil(text.length / 4));
  return { prompt_tokens, completion_tokens, total_tokens: Number(prompt_tokens) + Number(completion_tokens) };
}

function modelList() {
  return { object: 'list', data: Object.keys(MODES).map((id) => ({ id, object: 'model', created: 0, owned_by: 'fake' })) };
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {keyof typeof FAILURES} status
 */
function fail(response, status) {
  if (status === 429) response.setHeader('retry-after', '1');
  sendJson(response, status, { error: { param: null, ...FAILURES[status] } });
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {unknown} value
 */
function sendJson(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** @param {import('node:http').IncomingMessage} request */
async function readAll(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, log: { type: 'string' } } });
  const fake = await startFakeOpenai({ port: Number(values.port), ...(values.log ? { logFile: values.log } : {}) });
  console.log(fake.url);
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(name, () => void fake.close().then(() => process.exit(0)));
}
