#!/usr/bin/env node
// Plain JavaScript that old versions of Node understand: it hands over to one that runs TypeScript as it is.
const { spawn } = require('node:child_process')
const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

const NODE_MAJOR = 24
const root = join(__dirname, '..')
const main = join(root, 'cli', 'main.ts')

if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) {
  import(pathToFileURL(main).href).catch((error) => {
    console.error(error)
    process.exitCode = 1
  })
} else {
  const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  if (existsSync(own)) handOver(own)
  else {
    console.error(
      `claviger: this is Node ${process.versions.node}; Claviger needs Node ${NODE_MAJOR} or newer.`,
    )
    process.exitCode = 1
  }
}

function handOver(node) {
  const shell = process.platform === 'win32'
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit', shell })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`claviger: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    if (signal) for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name)
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code
  })
}
