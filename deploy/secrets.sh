#!/bin/sh
# secrets.sh FOLDER PORTAL_NAME PROXY_NAME: every password, key and certificate of an installation, each made once.
#
# What is there already stays, so that it can be run again. One folder per consumer, because each container and unit runs as its
# own account; as root, the folders are given to those accounts. PROXY_NAME is where kaas finds the model servers' proxy.
set -eu
umask 077
if [ $# -ne 3 ]; then
  echo "usage: secrets.sh FOLDER PORTAL_NAME PROXY_NAME" >&2
  exit 2
fi
mkdir -p "$1"
cd "$1"
echo '*' > .gitignore
mkdir -p database kaas model proxy front authority

random() { [ -s "$1" ] || openssl rand -hex 32 | tr -d '\n' > "$1"; }
copy() { [ -s "$2" ] || cp "$1" "$2"; }
url() { [ -s "kaas/$1" ] || printf 'postgresql://%s:%s@database:5432/kaas' "$2" "$(cat "database/$3")" > "kaas/$1"; }
# certificate FOLDER/NAME COMMON_NAME USE: a key and what the installation's own authority says of it.
certificate() {
  [ -s "$1.pem" ] && return
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$2" 2> /dev/null
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=%s\n' "$2" "$3" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA authority/ca.pem -CAkey authority/ca.key -CAcreateserial -days 825 \
    -extfile "$1.ext" -out "$1.pem" 2> /dev/null
  rm "$1.csr" "$1.ext"
}

for name in superuser owner app worker; do random "database/${name}_password"; done
url database_url kaas_app app_password
url database_worker_url kaas_worker worker_password
url database_owner_url kaas_owner owner_password
# The last two are the directory's and the provider's to give: until theirs stand there, nobody is let in by these.
for name in secret_key gate_key text_key ldap_password oidc_client_secret; do random "kaas/$name"; done
random model/key
copy model/key kaas/chat_key

[ -s authority/ca.pem ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
  -subj "/CN=kaas model servers" -keyout authority/ca.key -out authority/ca.pem 2> /dev/null
certificate proxy/server "$3" serverAuth
certificate kaas/model_client kaas clientAuth
certificate front/front "$2" serverAuth
copy authority/ca.pem proxy/clients.pem
copy authority/ca.pem kaas/model_ca.pem

if [ "$(id -u)" = 0 ]; then
  chown -R 999:999 database
  chown -R 10001:10001 kaas
  chown -R 10002:10002 model
  chown -R 101:101 proxy front
  chmod 711 .
else
  echo "not root: give database to 999, kaas to 10001, model to 10002, proxy and front to 101 yourself" >&2
fi
echo "Keep authority/ca.key and kaas/text_key away from this machine too: README.md says why." >&2
