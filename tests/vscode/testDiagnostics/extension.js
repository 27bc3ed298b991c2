// Publishes a diagnostic wherever an open file says LINT_ME, as a linter of somebody else would.
const vscode = require('vscode');

const LANGUAGES = ['python', 'typescript', 'javascript', 'go', 'java'];
const TRIGGER = /LINT_ME/g;

exports.activate = (context) => {
  const diagnostics = vscode.languages.createDiagnosticCollection('other-linter');
  const lint = (document) => {
    if (LANGUAGES.includes(document.languageId)) diagnostics.set(document.uri, findings(document));
  };
  vscode.workspace.textDocuments.forEach(lint);
  context.subscriptions.push(
    diagnostics,
    vscode.workspace.onDidOpenTextDocument(lint),
    vscode.workspace.onDidChangeTextDocument((event) => lint(event.document)),
    vscode.workspace.onDidCloseTextDocument((document) => diagnostics.delete(document.uri)),
    vscode.languages.registerCodeActionsProvider(LANGUAGES, { provideCodeActions }, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
};

function findings(document) {
  return [...document.getText().matchAll(TRIGGER)].map((match) => {
    const range = new vscode.Range(document.positionAt(match.index), document.positionAt(match.index + match[0].length));
    const diagnostic = new vscode.Diagnostic(range, `${match[0]} is not allowed here`, vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'other-linter';
    diagnostic.code = 'no-lint-me';
    return diagnostic;
  });
}

function provideCodeActions(document, _range, { diagnostics }) {
  return diagnostics.filter(({ source }) => source === 'other-linter').map((diagnostic) => {
    const action = new vscode.CodeAction('Replace LINT_ME', vscode.CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, diagnostic.range, 'LINTED');
    return action;
  });
}
