#!/bin/sh
# Rebuilds ../static from the locked packages. Needs Node 20; the built files are committed, so nobody else does.
set -eu
cd "$(dirname "$0")"
npm ci --silent
node build.mjs
