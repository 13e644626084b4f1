// Plain JavaScript stand-in for @vscode/spdlog, a native add-on that only writes log files: it keeps the logs of the server and of
// the extension host on disk without a compiler.
'use strict';
const fs = require('fs');
const path = require('path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(_kind, name, file) {
    this.name = name;
    this.file = file;
    this.level = 2;
    this.raw = false;
    quietly(() => fs.mkdirSync(path.dirname(file), { recursive: true }));
  }
  write(level, message) {
    if (level < this.level) return;
    const line = this.raw ? message : `${new Date().toISOString()} [${levels[level]}] ${message}\n`;
    quietly(() => fs.appendFileSync(this.file, line));
  }
  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {}
  clearFormatters() {
    this.raw = true;
  }
  flush() {}
  drop() {}
}

/** As spdlog does: a log call never throws, also when the folder was removed at shutdown. */
function quietly(write) {
  try {
    write();
  } catch {
    // Nobody could be told.
  }
}

// One `exports.name =` each: VS Code reads them through import(), whose scan for names misses an object literal.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger('rotating_async', name, file);
