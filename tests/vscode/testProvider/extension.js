// A language model that answers what a test told it to, and writes down what it was asked.
const { appendFileSync } = require('node:fs');
const vscode = require('vscode');

const MODEL = {
  id: 'scripted',
  name: 'Scripted Model',
  family: 'scripted',
  version: '1',
  maxInputTokens: 64_000,
  maxOutputTokens: 8_000,
  capabilities: { toolCalling: true, imageInput: false },
  // Not in the typings of the editor, but honoured: the Chat view picks the model from the start.
  isDefault: true,
  isUserSelectable: true,
};

const ROLES = { 1: 'user', 2: 'assistant', 3: 'system' };

let requestCount = 0;

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('workspai-tests', {
      provideLanguageModelChatInformation: () => [MODEL],
      provideLanguageModelChatResponse: answer,
      provideTokenCount: async (_model, text) => Math.ceil(textOf(text).length / 4),
    }),
    vscode.chat.createChatParticipant('workspai-tests.relay', relay),
  );
  // The editor asks providers for their models only when somebody wants one; the Chat view then picks this one.
  await vscode.lm.selectChatModels({ vendor: 'workspai-tests' });
};

/** Streams the scripted pieces until the end, a scripted failure, or a cancel. */
async function answer(model, messages, options, progress, token) {
  const id = ++requestCount;
  record({ event: 'request', id, model: model.id, messages: messages.map(plainMessage), options: plainOptions(options) });
  const script = vscode.workspace.getConfiguration('testProvider');
  const failure = script.get('failure');
  let sent = 0;
  for (const piece of script.get('chunks')) {
    await pause(script.get('delayMs'), token);
    if (token.isCancellationRequested) return record({ event: 'cancelled', id, sent });
    progress.report(new vscode.LanguageModelTextPart(piece));
    sent += 1;
    if (failure) {
      record({ event: 'failed', id, sent });
      throw new Error(failure);
    }
  }
  record({ event: 'finished', id, sent });
}

/** What any participant does that hands a question to the picked model. */
async function relay(request, _context, stream, token) {
  const question = vscode.LanguageModelChatMessage.User(request.prompt);
  const response = await request.model.sendRequest([question], {}, token);
  for await (const piece of response.text) stream.markdown(piece);
}

function record(line) {
  const file = process.env.WORKSPAI_TEST_PROVIDER_LOG;
  if (file) appendFileSync(file, `${JSON.stringify({ at: Date.now(), ...line })}\n`);
}

function plainMessage(message) {
  return { role: ROLES[message.role] ?? String(message.role), name: message.name, text: textOf(message) };
}

function plainOptions(options) {
  return { tools: (options.tools ?? []).map((tool) => tool.name), modelOptions: options.modelOptions };
}

function textOf(message) {
  if (typeof message === 'string') return message;
  return message.content.map((part) => part.value ?? JSON.stringify(part)).join('');
}

function pause(delayMs, token) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    token.onCancellationRequested(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
