import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whereaboutsOf } from './outward-addresses.ts'

const addresses: [address: string, where: string][] = [
  ['8.8.8.8', 'public'],
  ['2606:4700::1111', 'public'],
  ['::ffff:8.8.8.8', 'public'],
  ['10.1.2.3', 'private'],
  ['172.16.0.1', 'private'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['100.100.100.200', 'private'],
  ['fd00:ec2::254', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:7f00:1', 'loopback'],
  ['0.0.0.0', 'nowhere'],
  ['0.1.2.3', 'nowhere'],
  ['::', 'nowhere'],
  ['::7f00:1', 'nowhere'],
  ['::ffff:0:127.0.0.1', 'nowhere'],
  ['64:ff9b::7f00:1', 'nowhere'],
  ['64:ff9b::808:808', 'nowhere'],
  ['64:ff9b:1::a00:1', 'nowhere'],
  ['2002:7f00:1::', 'nowhere'],
  ['2001::1', 'nowhere'],
  ['169.254.169.254', 'nowhere'],
  ['::ffff:169.254.169.254', 'nowhere'],
  ['168.63.129.16', 'nowhere'],
  ['192.0.0.192', 'nowhere'],
  ['192.0.2.1', 'nowhere'],
  ['198.18.0.1', 'nowhere'],
  ['224.0.0.1', 'nowhere'],
  ['255.255.255.255', 'nowhere'],
  ['fe80::1', 'nowhere'],
  ['fec0::1', 'nowhere'],
  ['ff02::1', 'nowhere'],
  ['2001:db8::1', 'nowhere'],
]

for (const [address, where] of addresses) {
  test(`SA-18: ${address} is ${where}`, () => {
    assert.equal(whereaboutsOf(address), where)
  })
}
