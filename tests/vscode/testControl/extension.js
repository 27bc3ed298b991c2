// Lets a test change a setting, run a command or read the diagnostics exactly, where the user interface would be slow.
const { renameSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const vscode = require('vscode');

const SEVERITIES = ['error', 'warning', 'info', 'hint'];

const operations = {
  setting: ({ key, value }) => vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global),
  command: ({ id, args }) => vscode.commands.executeCommand(id, ...args),
  folders: () => (vscode.workspace.workspaceFolders ?? []).map(({ name }) => name),
  diagnostics: () => vscode.languages.getDiagnostics().flatMap(([uri, found]) => found.map((one) => plain(uri, one))),
};

exports.activate = (context) => {
  const address = process.env.WORKSPAI_TEST_CONTROL;
  if (!address) return;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', async () => {
      const reply = await perform(body).then((value) => ({ value }), (error) => ({ error: error.message }));
      response.end(JSON.stringify(reply));
    });
  });
  server.listen(0, '127.0.0.1', () => {
    // Renamed into place, so that a reader never sees half a number.
    writeFileSync(`${address}.new`, String(server.address().port));
    renameSync(`${address}.new`, address);
  });
  context.subscriptions.push({ dispose: () => server.close() });
};

async function perform(body) {
  const { operation, ...input } = JSON.parse(body);
  const value = await operations[operation](input);
  return value === undefined || isPlain(value) ? value : null;
}

/** Results of commands may be objects of the editor that no JSON can hold. */
function isPlain(value) {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

function plain(uri, { message, source, code, severity, range, relatedInformation }) {
  return {
    path: uri.fsPath,
    line: range.start.line + 1,
    column: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
    severity: SEVERITIES[severity],
    source,
    code: typeof code === 'object' ? String(code.value) : code === undefined ? undefined : String(code),
    message,
    related: (relatedInformation ?? []).map(({ location, message: text }) => ({
      path: location.uri.fsPath,
      line: location.range.start.line + 1,
      message: text,
    })),
  };
}
