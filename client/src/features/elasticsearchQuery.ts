/** Shows what Kibana asks Elasticsearch for a rule, in a read-only document beside it that follows the edits of the rule. */
import * as vscode from 'vscode';
import {
  elasticsearchQueryRequest,
  type ElasticsearchQueryParams,
  type ElasticsearchQueryResult,
  type Position,
} from '../../../server/src/protocol/protocol.js';
import type { Commands } from '../commands.js';
import { consoleTokens, consoleTokenTypes } from '../consoleTokens.js';
import type { Context } from '../context.js';
import { cursorIn, fileName } from '../rules.js';
import { registerFollowingTexts } from './readOnlyTexts.js';
import { ruleFor } from './sample.js';

const scheme = 'rulewright-query';

/** After the last key stroke; long enough not to flicker, short enough to feel at once. */
const followMilliseconds = 250;

interface Shown {
  readonly uri: vscode.Uri;
  readonly rule: vscode.Uri;
  position: Position | undefined;
  /** What was shown last without an error. */
  lastGood: string | undefined;
}

export interface ElasticsearchQueries extends vscode.Disposable {
  readonly show: Commands['rulewright.showElasticsearchQuery'];
}

export function registerElasticsearchQuery(context: Context): ElasticsearchQueries {
  const texts = registerFollowingTexts<Shown>({
    scheme,
    followMilliseconds,
    open: (uri) => ({ uri, rule: vscode.Uri.parse(uri.query), position: undefined, lastGood: undefined }),
    textOf: (query, token) => contentOf(query, context, token),
  });
  const parts = vscode.Disposable.from(
    texts,
    vscode.languages.registerDocumentSemanticTokensProvider({ scheme }, { provideDocumentSemanticTokens: colours }, legend),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      for (const { uri, rule } of texts.all()) {
        if (rule.toString() === document.uri.toString()) texts.follow(uri, () => texts.update(uri));
      }
    }),
  );
  return {
    show: async (argument, position) => {
      const rule = await ruleFor(context, argument);
      if (rule === undefined || !(await context.requireServer())) return undefined;
      const query = texts.of(queryUri(rule));
      query.position = position;
      texts.update(query.uri);
      await texts.showBeside(query.uri);
      return query.uri;
    },
    dispose: () => {
      parts.dispose();
    },
  };
}

/** The name ends in no extension that a language claims. */
function queryUri(rule: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${fileName(rule)} (Elasticsearch query)`, query: rule.toString() });
}

async function contentOf(query: Shown, context: Context, token: vscode.CancellationToken): Promise<string> {
  const { rule } = query;
  const position = cursorIn(rule) ?? query.position;
  if (!(await context.ready())) return '# The Rulewright language server did not start; its log has the details.\n';
  const params: ElasticsearchQueryParams = { rule: rule.toString(), ...(position === undefined ? {} : { position }) };
  const result = await context.client.sendRequest<ElasticsearchQueryResult>(elasticsearchQueryRequest, params, token);
  if (result.text !== undefined) return (query.lastGood = result.text);
  const reason = `# ${(result.message ?? 'There is no request').replace(/\s+/g, ' ').replace(/\.$/, '')}.\n`;
  if (!result.isBroken || query.lastGood === undefined) return reason;
  return `${reason}# This is the request of the rule before that.\n${query.lastGood}`;
}

const legend = new vscode.SemanticTokensLegend([...consoleTokenTypes]);

function colours(document: vscode.TextDocument): vscode.SemanticTokens {
  const builder = new vscode.SemanticTokensBuilder(legend);
  for (const { line, character, length, type } of consoleTokens(document.getText().split(/\r?\n/))) {
    builder.push(line, character, length, consoleTokenTypes.indexOf(type));
  }
  return builder.build();
}
