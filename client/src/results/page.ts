/** The page of the results view. All that is shown comes later in messages; nothing but its own script and style can be loaded. */
import { escaped } from '../html.js';

export interface ResultsFrame {
  readonly script: string;
  readonly style: string;
  /** Of the view's own resources. */
  readonly source: string;
  /** New for each page. */
  readonly nonce: string;
}

export function resultsPage({ script, style, source, nonce }: ResultsFrame): string {
  const policy = `default-src 'none'; style-src ${source}; font-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(style)}">
<title>Results</title>
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems":true}'>
<main>
<h1 id="headline">No run yet</h1>
<div id="tools" hidden>
<vscode-textfield id="filter" type="search" label="Filter the matches by a word, or by field:word" placeholder="Filter: word, field:word"></vscode-textfield>
<span id="count" role="status"></span>
</div>
<div id="strip" hidden></div>
<div id="split" hidden>
<div id="grid" role="treegrid" aria-label="Matches" aria-multiselectable="true"></div>
<section id="details" aria-label="Selected event"></section>
</div>
<div id="rest"></div>
<p id="said" role="status"></p>
</main>
<script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>`;
}
