// SPDX-License-Identifier: Apache-2.0

//! rustls-webpki as a peer of the benchmark; see bench/outside.h.
//!
//! usage: webpki-peer FOLDER

use std::fmt::Write;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use webpki::{anchor_from_trusted_cert, EndEntityCert, KeyUsage, ALL_VERIFICATION_ALGS};

const STORES: usize = 5;

struct World {
    folder: PathBuf,
    dates: Vec<UnixTime>,
    hosts: Vec<ServerName<'static>>,
    sent: Vec<Vec<CertificateDer<'static>>>,
    stores: Vec<Vec<TrustAnchor<'static>>>,
}

fn bundle(folder: &Path, store: usize) -> Vec<TrustAnchor<'static>> {
    CertificateDer::pem_file_iter(folder.join(format!("store{store}.pem")))
        .expect("a store")
        .map(|der| {
            let der = der.expect("a root");
            anchor_from_trusted_cert(&der).expect("a root").to_owned()
        })
        .collect()
}

fn load(folder: PathBuf) -> World {
    let read = |name: String| std::fs::read(folder.join(name));
    let dates = String::from_utf8(read("dates".into()).expect("dates")).expect("dates");
    let mut world = World {
        dates: dates
            .lines()
            .map(|line| UnixTime::since_unix_epoch(Duration::from_secs(line.parse().expect("a date"))))
            .collect(),
        hosts: Vec::new(),
        sent: Vec::new(),
        stores: (0..STORES).map(|i| bundle(&folder, i)).collect(),
        folder: folder.clone(),
    };
    while let Ok(host) = read(format!("host{}", world.hosts.len())) {
        let chain = world.hosts.len();
        let host = String::from_utf8(host).expect("a host");
        world.hosts.push(ServerName::try_from(host.trim_end_matches('\0').to_string()).expect("a host"));
        let certs = (0..3).map(|k| read(format!("chain{chain}-{k}.der")).expect("a certificate").into());
        world.sent.push(certs.collect());
    }
    world
}

impl World {
    /// A bit for each date at which the chain is accepted.
    fn judge(&self, leaf: &EndEntityCert, chain: usize, store: usize) -> u32 {
        let mut out = 0;
        for (i, date) in self.dates.iter().enumerate() {
            let path = leaf.verify_for_usage(
                ALL_VERIFICATION_ALGS,
                &self.stores[store],
                &self.sent[chain][1..],
                *date,
                KeyUsage::server_auth(),
                None,
                None,
            );
            if path.is_ok() && leaf.verify_is_valid_for_subject_name(&self.hosts[chain]).is_ok() {
                out |= 1 << i;
            }
        }
        out
    }

    fn run(&self, from: usize, until: usize) -> Vec<u32> {
        let mut out = Vec::new();
        for chain in from..until {
            let leaf = EndEntityCert::try_from(&self.sent[chain][0]).expect("a leaf");
            for store in 0..STORES {
                out.push(self.judge(&leaf, chain, store));
            }
        }
        out
    }

    fn parse(&self, from: usize, until: usize) {
        for chain in from..until {
            let leaf = EndEntityCert::try_from(&self.sent[chain][0]).expect("a leaf");
            assert!(std::hint::black_box(&leaf).valid_dns_names().count() > 0);
        }
    }
}

/// Processor time of all threads, in nanoseconds.
fn processor() -> u64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a timespec to write to.
    let status = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut now) };
    assert_eq!(status, 0);
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

fn answer(world: &World, line: &str) -> String {
    let mut words = line.split(' ');
    let name = words.next().unwrap_or("");
    let numbers: Vec<usize> = words.map(|word| word.parse().expect("a number")).collect();
    let start = processor();
    let mut verdicts = Vec::new();
    match name {
        "run" => verdicts = world.run(numbers[0], numbers[1]),
        "parse" => world.parse(numbers[0], numbers[1]),
        "bundle" => (0..numbers[0]).for_each(|_| {
            std::hint::black_box(bundle(&world.folder, 0));
        }),
        _ => return "none".into(),
    }
    let mut out = format!("{} ", processor() - start);
    for each in verdicts {
        write!(out, "{each:08x}").expect("a string");
    }
    out
}

fn main() {
    let world = load(std::env::args().nth(1).expect("usage: webpki-peer FOLDER").into());
    world.run(0, 1);
    println!("ready");
    for line in std::io::stdin().lock().lines() {
        println!("{}", answer(&world, &line.expect("a line")));
    }
}
