#!/usr/bin/env bash
# The certificate that smtp-server uses when it is given none ran out years before the version was published.
#
# Seen with: smtp-server 3.21.6; Node 20.20 and 24.21.
# Guess:     without key and cert it makes a self-signed certificate, or brings one that a test can trust: what a
#            client says against it is "self signed".
# Really:    it brings one fixed certificate for CN=localhost, valid from February 2015 to February 2025. A client
#            that is handed exactly that certificate as its authority refuses it all the same, as expired.
# Matters:   a test of STARTTLS or of a secure connection that trusts the server's own certificate, as one does on
#            loopback, cannot pass; what one then writes is rejectUnauthorized: false, and the path that checks a
#            certificate is never tried.
# So:        make a certificate in the test and hand key and cert in; or test only that an untrusted one is refused.
set -euo pipefail

node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' ||
  { echo "Cannot try this: it needs Node 20 or newer, found $(node -v)." >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --loglevel=error --no-audit --no-fund --ignore-scripts --save-exact smtp-server@3.21.6 >/dev/null ||
  { echo "Cannot try this: npm could not install the package." >&2; exit 2; }

cat >connect.mjs <<'JS'
import tls from "node:tls";
import { SMTPServer } from "smtp-server";

const server = new SMTPServer({ secure: true, authOptional: true });
server.on("error", () => {});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.server.address();

/** The certificate and why it is not trusted, whatever it is. */
function look(ca) {
  return new Promise((resolve, reject) => {
    const options = { port, host: "127.0.0.1", servername: "localhost", rejectUnauthorized: false };
    const socket = tls.connect(ca === undefined ? options : { ...options, ca }, () => {
      const { subject, valid_from, valid_to, raw } = socket.getPeerCertificate();
      resolve({ subject, valid_from, valid_to, raw, refused: String(socket.authorizationError) });
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

const { subject, valid_from, valid_to, raw } = await look();
console.log(`for ${subject.CN}, from ${valid_from} to ${valid_to}`);
const pem = `-----BEGIN CERTIFICATE-----\n${raw.toString("base64")}\n-----END CERTIFICATE-----\n`;
console.log(`trusted by name and hand: ${(await look(pem)).refused}`);
server.close();
JS

saw=$(node connect.mjs)
expected=$(
  cat <<'END'
for localhost, from Feb 12 11:32:58 2015 GMT to Feb  9 11:32:58 2025 GMT
trusted by name and hand: CERT_HAS_EXPIRED
END
)
echo "$saw"
[ "$saw" = "$expected" ] || { echo "Changed: expected" >&2; echo "$expected" >&2; exit 1; }
