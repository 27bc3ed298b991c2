/** The dashboard's document. Nothing comes from outside the extension, and no script or style stands in the text. */

export interface Sources {
  /** What stands for the extension's own files in a policy. */
  readonly cspSource: string;
  readonly script: string;
  readonly sheet: string;
  readonly icons: string;
  /** Fresh for each document. */
  readonly nonce: string;
}

export function dashboardHtml({ cspSource, script, sheet, icons, nonce }: Sources): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Workspai Dashboard</title>
<link rel="stylesheet" href="${escaped(icons)}" id="vscode-codicon-stylesheet">
<link rel="stylesheet" href="${escaped(sheet)}">
<script type="module" nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</head>
<body></body>
</html>`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (letter) => entities[letter] ?? "");
}
