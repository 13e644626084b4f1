// Writes l10n/bundle.l10n.json, the English texts of the client that translators begin from, and finds texts that are shown without
// going through vscode.l10n.t.
//
//   node server/tools/generateL10n.mjs [--check]      --check writes nothing; exit code 1 where something is amiss
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');
const bundle = path.join(root, 'l10n/bundle.l10n.json');

/** Functions that show what they are given, and properties that are shown. */
const showing = /^(?:show(?:Information|Warning|Error)Message|setStatusBarMessage|createWebviewPanel|refuse|tell|pointToLog)$/;
const shown = /^(?:title|label|detail|description|tooltip|placeHolder|prompt|openLabel|saveLabel|currentLabel|none|message|validateInput)$/;

const texts = new Set();
const problems = new Set();

/** The text of a literal, with ␣ for what a template fills in. */
function literalText(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('␣');
  return undefined;
}

/** Words that people read, unlike ids, icons and the product's name. */
function isProse(text) {
  const words = text.replace(/\$\([\w-]+\)|Rulewright|␣/g, ' ').trim();
  return /[A-Za-z]{2}/.test(words) && (/\s/.test(words) || /^[A-Z][a-z]+…?$/.test(words)) && !words.startsWith('/');
}

/** Each literal that the value of an expression may be; of a name, what the file gives it. */
function literalsOf(node, source) {
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue, source), ...literalsOf(node.whenFalse, source)];
  if (ts.isParenthesizedExpression(node) || ts.isSpreadElement(node)) return literalsOf(node.expression, source);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((element) => literalsOf(element, source));
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [...literalsOf(node.left, source), ...literalsOf(node.right, source)];
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return literalsOf(node.body, source);
  if (ts.isIdentifier(node)) return constants(source, node.text);
  return literalText(node) === undefined ? [] : [node];
}

function constants(source, name) {
  const found = [];
  const visit = (node) => {
    const isIt = ts.isVariableDeclaration(node) && node.name.getText(source) === name && node.initializer !== undefined;
    if (isIt && literalText(node.initializer) !== undefined) found.push(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function read(file) {
  const source = ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const complain = (node, what) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    problems.add(`${file}:${line + 1}: ${what}: ${node.getText(source).replace(/\s+/g, ' ').slice(0, 100)}`);
  };
  const judge = (node) => {
    for (const literal of literalsOf(node, source)) if (isProse(literalText(literal))) complain(literal, 'is shown without vscode.l10n.t');
  };
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const name = node.expression.getText(source);
      if (name === 'vscode.l10n.t') {
        const [text] = node.arguments;
        if (text !== undefined && ts.isStringLiteralLike(text)) texts.add(text.text);
        else complain(node, 'has no text that can be looked up');
      } else if (showing.test(name.split('.').pop() ?? '')) node.arguments.forEach(judge);
    }
    if (ts.isPropertyAssignment(node) && shown.test(node.name.getText(source))) judge(node.initializer);
    if (ts.isShorthandPropertyAssignment(node) && shown.test(node.name.text)) judge(node.name);
    const isAssignment = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (isAssignment && ts.isPropertyAccessExpression(node.left) && shown.test(node.left.name.text)) judge(node.right);
    ts.forEachChild(node, visit);
  };
  // What has no VS Code around it, such as the scripts of webviews and sentences that results are told in, is in English.
  if (/from 'vscode'/.test(source.text)) visit(source);
}

const files = readdirSync(path.join(root, 'client/src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
for (const file of files.sort()) read(`client/src/${file.replaceAll(path.sep, '/')}`);

const written = `${JSON.stringify(Object.fromEntries([...texts].sort().map((text) => [text, text])), undefined, 2)}\n`;
if (!process.argv.includes('--check')) writeFileSync(bundle, written);
else if (readFileSync(bundle, 'utf8') !== written) problems.add('l10n/bundle.l10n.json differs: run node server/tools/generateL10n.mjs');
for (const problem of problems) console.error(problem);
process.exitCode = problems.size === 0 ? 0 : 1;
