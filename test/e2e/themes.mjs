// The four kinds of themes, as the folder's settings choose them.
import fs from 'node:fs';
import path from 'node:path';

/** Name of the theme, and the class that a webview's body has in it. */
export const themes = {
  light: ['Default Light Modern', 'vscode-light'],
  dark: ['Default Dark Modern', 'vscode-dark'],
  highContrast: ['Default High Contrast', 'vscode-high-contrast'],
  highContrastLight: ['Default High Contrast Light', 'vscode-high-contrast-light'],
};

export function setTheme(folder, theme) {
  const file = path.join(folder, '.vscode/settings.json');
  const settings = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify({ ...settings, 'workbench.colorTheme': theme }));
}
