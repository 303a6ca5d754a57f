// app/ is the little server behind `npm start`: the built page with the headers it needs, folders of models, and a
// proxy for images and text that browsers may not read directly. Start with app-handler.ts.
import { BlockList, isIP } from 'node:net'

const blocked = new BlockList()
// "This" network, private use, shared, loopback, link-local, protocol assignments, documentation, 6to4 relays,
// benchmarking, multicast, reserved (RFC 6890 and the IANA registries).
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  blocked.addSubnet(network, prefix, 'ipv4')
}
// Within the global unicast range 2000::/3: Teredo and other assignments, documentation, 6to4 (it can hold a private
// IPv4 address).
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  blocked.addSubnet(network, prefix, 'ipv6')
}
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')

/** True for an address of the public internet. Everything else is refused: loopback, private and link-local networks,
 *  and the IPv6 forms that hold an IPv4 address. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !blocked.check(address, 'ipv4')
  return version === 6 && globalUnicast.check(address, 'ipv6') && !blocked.check(address, 'ipv6')
}
