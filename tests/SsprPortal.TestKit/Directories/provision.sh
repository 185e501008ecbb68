#!/usr/bin/env bash
# Makes an Active Directory domain (Samba) once per machine, and prints the folder it is in. Tests run copies of it.
# Needs root, because Samba sets owners while it makes a domain; running a copy does not.
#   OU=Staff     delegated to svc-sspr: reset password, write pwdLastSet, write lockoutTime
#   OU=Guarded   not delegated
set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin # python modules of Samba belong to the system's own Python

for tool in samba samba-tool; do
  command -v "$tool" > /dev/null || { echo "$tool is missing: apt-get install samba-ad-dc samba-ad-provision" >&2; exit 3; }
done

cache=${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/sspr-portal
key=$({ samba --version; cat "$0"; } | sha256sum | cut -c1-16)
template=$cache/samba-$key
made() {
  [[ ! -e $template/etc/smb.conf ]] || { echo "$template"; exit; }
}
made
((EUID == 0)) || { echo "The template of the domain is made by root, once: sudo XDG_CACHE_HOME=${cache%/*} $0" >&2; exit 3; }
mkdir -p "$cache"
exec 9> "$cache/lock"
flock 9
made # by another, meanwhile

D=$template.new
rm -rf "$D"
find "$cache" -maxdepth 1 -name "samba-*" -mtime +30 -exec rm -rf {} + # of older versions
mkdir -p "$D"
cat > "$D/seed.conf" << CONF
[global]
  netbios name = DC1
  workgroup = CONTOSO
  realm = CONTOSO.TEST
  server role = active directory domain controller
  interfaces = 127.0.0.77/8
  bind interfaces only = yes
  vfs objects = dfs_samba4 acl_xattr xattr_tdb
  xattr_tdb:file = $D/state/xattr.tdb
CONF
samba-tool domain provision -s "$D/seed.conf" --targetdir="$D" --realm=CONTOSO.TEST --domain=CONTOSO --host-name=dc1 \
  --host-ip=127.0.0.77 --server-role=dc --dns-backend=NONE --adminpass='Adm1n-Passw0rd!' > "$D/provision.log" 2>&1 \
  || { tail -20 "$D/provision.log" >&2; exit 1; }

conf() {
  cat << CONF
[global]
  netbios name = DC1
  workgroup = CONTOSO
  realm = CONTOSO.TEST
  server role = active directory domain controller
  server services = ldap
  interfaces = 127.0.0.77/8
  bind interfaces only = yes
  disable netbios = yes
  private dir = $1/private
  state directory = $1/state
  cache directory = $1/cache
  lock directory = $1
  pid directory = $1/run
  ncalrpc dir = $1/run/ncalrpc
  binddns dir = $1/bind-dns
  log file = $1/log.%m
  tls keyfile = $1/tls/server.key
  tls certfile = $1/tls/server.pem
  tls cafile = $1/tls/authority.pem
  old password allowed period = 0
  vfs objects = dfs_samba4 acl_xattr xattr_tdb
  xattr_tdb:file = $1/state/xattr.tdb
[sysvol]
  path = $1/state/sysvol
  read only = no
[netlogon]
  path = $1/state/sysvol/contoso.test/scripts
  read only = no
CONF
}
conf "$D" > "$D/etc/smb.conf"

A=(-s "$D/etc/smb.conf" -H "$D/private/sam.ldb")
for ou in Staff Guarded Service; do
  samba-tool ou create "OU=$ou,DC=contoso,DC=test" "${A[@]}" > /dev/null
done
samba-tool user create svc-sspr 'Svc-Pa55word!1' --userou=OU=Service "${A[@]}" > /dev/null
samba-tool user setexpiry svc-sspr --noexpiry "${A[@]}" > /dev/null
samba-tool domain passwordsettings set "${A[@]}" --account-lockout-threshold=3 --account-lockout-duration=30 \
  --reset-account-lockout-after=30 --history-length=5 --min-pwd-age=0 --max-pwd-age=42 --min-pwd-length=10 --complexity=on > /dev/null
sid=$(samba-tool user show svc-sspr --attributes=objectSid "${A[@]}" | awk '/^objectSid/{print $2}')
user=bf967aba-0de6-11d0-a285-00aa003049e2
samba-tool dsacl set "${A[@]}" --objectdn="OU=Staff,DC=contoso,DC=test" --sddl="\
(OA;CIIO;CR;00299570-246d-11d0-a768-00aa006e0529;$user;$sid)\
(OA;CIIO;RPWP;bf967a0a-0de6-11d0-a285-00aa003049e2;$user;$sid)\
(OA;CIIO;RPWP;28630ebf-41d5-11d1-a9c1-0000f80367c1;$user;$sid)" > /dev/null

conf @DIR@ > "$D/etc/smb.conf" # a copy puts its own folder here
rm -f "$D/seed.conf"
find "$D" -type s -delete
chmod -R a+rX "$D" # nothing in it is secret, and others may run copies
mv "$D" "$template"
echo "$template"
