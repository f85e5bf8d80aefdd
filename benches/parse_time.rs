use nodequiz::deck::{Deck, Source, builtin, parse};
use std::time::Instant;
fn main() {
    let home = std::env::args().nth(1);
    let mut texts: Vec<(String, String)> = Vec::new();
    match home {
        None => {
            for (f, t) in builtin() {
                texts.push((f.to_string(), t.to_string()))
            }
        }
        Some(h) => {
            let mut fs: Vec<_> = std::fs::read_dir(h)
                .unwrap()
                .flatten()
                .map(|e| e.path())
                .filter(|p| p.is_file())
                .collect();
            fs.sort();
            for p in fs {
                texts.push((p.display().to_string(), std::fs::read_to_string(p).unwrap()))
            }
        }
    }
    let n: usize = texts.iter().map(|t| t.1.len()).sum();
    for _ in 0..4 {
        let t = Instant::now();
        let decks: Vec<Deck> = texts
            .iter()
            .map(|(f, t)| parse(&Source::new(f, t.clone())).deck.unwrap())
            .collect();
        let cards: usize = decks.iter().map(|d| d.cards.len()).sum();
        println!("parse {n} bytes {cards} cards {:?}", t.elapsed());
        let t = Instant::now();
        let b = postcard::to_allocvec(&decks).unwrap();
        println!("write {} {:?}", b.len(), t.elapsed());
        let t = Instant::now();
        let d: Vec<Deck> = postcard::from_bytes(&b).unwrap();
        println!("read {} {:?}", d.len(), t.elapsed());
    }
}
