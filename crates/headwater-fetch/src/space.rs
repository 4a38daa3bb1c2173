//! Which addresses of the network are everybody's.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address may lead to a server of the public network. Not so: this machine, private and
/// shared networks, links, groups, what is reserved or kept for documents, and version 6 addresses
/// that stand for such a version 4 address.
///
/// ```
/// use headwater_fetch::is_public;
///
/// assert!(is_public("93.184.216.34".parse().unwrap()));
/// assert!(!is_public("169.254.169.254".parse().unwrap()));
/// assert!(!is_public("::ffff:10.0.0.1".parse().unwrap()));
/// ```
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => public_four(four),
        IpAddr::V6(six) => public_six(six),
    }
}

fn public_four(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224..=255, _, _)
    )
}

fn public_six(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let four = |high: u16, low: u16| {
        let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
        public_four(Ipv4Addr::new(a, b, c, d))
    };
    match (a, b) {
        // Version 4 addresses in another form.
        (0, 0) if [c, d, e, f] == [0, 0, 0, 0xffff] => four(g, h),
        (0x64, 0xff9b) if [c, d, e, f] == [0; 4] => four(g, h),
        (0x2002, _) => false,
        // Protocols, tunnels and names that are no places; documents.
        (0x2001, 0..=0x1ff | 0xdb8) => false,
        (0x3fff, 0..=0xfff) => false,
        // All that is given out to be reached by everybody.
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn what_is_not_everybodys_is_known() {
        let private = "0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 127.9.9.9 169.254.169.254 \
            172.16.0.1 172.31.255.255 192.0.0.170 192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 \
            224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:192.168.0.1 \
            64:ff9b::10.0.0.1 64:ff9b:1::1 100::1 2001::1 2001:10::1 2001:db8::1 2002:7f00:1:: \
            2002:5db8:d822::1 3fff::1 fc00::1 fd12::1 fe80::1 fec0::1 ff02::1";
        for private in private.split(' ') {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        let public = "1.1.1.1 93.184.216.34 100.63.0.1 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 \
            192.167.1.1 198.17.0.1 198.20.0.1 223.255.255.1 2606:4700::1111 2a00:1450::1 2001:4860::8888 \
            64:ff9b::1.1.1.1 ::ffff:1.1.1.1";
        for public in public.split(' ') {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }
}
