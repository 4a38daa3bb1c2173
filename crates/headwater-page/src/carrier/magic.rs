//! What kind of file it is, by its first bytes: the one table of them.

/// A kind of file that is told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Magic {
    /// Compressed with gzip.
    Gzip,
    /// Compressed with Zstandard.
    Zstd,
    /// A zip package; what is in it decides.
    Zip,
    /// A PDF document.
    Pdf,
    /// Something that is not read.
    Foreign(Foreign),
}

/// A kind of file that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Foreign {
    /// Word, Excel and PowerPoint files of the old kind.
    OldOffice,
    /// Rich text.
    Rtf,
    /// A picture.
    Picture,
    /// Sound or film.
    Film,
    /// Compressed in a way that is not undone: xz, bzip2, 7z, rar, tar.
    Packed,
    /// A zip package of files.
    Package,
    /// A table or presentation of an office program.
    Sheet,
    /// A book.
    Book,
    /// A web archive of Safari.
    Safari,
    /// A database.
    Database,
    /// A program or a library.
    Program,
    /// A font.
    Font,
    /// PDF, in a build without its reader.
    Pdf,
    /// A list of addresses for search engines.
    Sitemap,
}

impl Foreign {
    /// What it is.
    pub fn what(self) -> &'static str {
        match self {
            Foreign::OldOffice => "an office file of the old kind (.doc, .xls, .ppt)",
            Foreign::Rtf => "rich text (RTF)",
            Foreign::Picture => "a picture",
            Foreign::Film => "sound or film",
            Foreign::Packed => "a packed file (xz, bzip2, 7z, rar or tar)",
            Foreign::Package => "a zip package without a web archive or document in it",
            Foreign::Sheet => "a table or presentation",
            Foreign::Book => "an e-book",
            Foreign::Safari => "a web archive of Safari",
            Foreign::Database => "a database",
            Foreign::Program => "a program",
            Foreign::Font => "a font",
            Foreign::Pdf => "a PDF, and this build has no reader for it",
            Foreign::Sitemap => "a sitemap, which names pages and holds none",
        }
    }

    /// What to do about it.
    pub fn todo(self) -> &'static str {
        match self {
            Foreign::OldOffice | Foreign::Rtf => "save it as .docx, .txt or .html",
            Foreign::Picture => "type or recognise its text and pass that as .txt",
            Foreign::Film => "pass a transcript as .txt",
            Foreign::Packed | Foreign::Package => "unpack it and pass the folder",
            Foreign::Sheet | Foreign::Book | Foreign::Safari => "save its text as .txt or .html",
            Foreign::Pdf => "save its text as .txt",
            Foreign::Sitemap => "save the pages and pass them",
            Foreign::Database | Foreign::Program | Foreign::Font => "it holds no page",
        }
    }
}

/// A sign: at which byte, which bytes, of what.
type Sign = (usize, &'static [u8], Magic);

/// All signs, the longer before the shorter of the same beginning.
const SIGNS: &[Sign] = &[
    (0, &[0x1f, 0x8b], Magic::Gzip),
    (0, &[0x28, 0xb5, 0x2f, 0xfd], Magic::Zstd),
    (0, b"PK\x03\x04", Magic::Zip),
    (0, b"PK\x05\x06", Magic::Zip),
    (0, b"%PDF-", Magic::Pdf),
    (0, &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], Magic::Foreign(Foreign::OldOffice)),
    (0, b"{\\rtf", Magic::Foreign(Foreign::Rtf)),
    (0, &[0x89, b'P', b'N', b'G'], Magic::Foreign(Foreign::Picture)),
    (0, &[0xff, 0xd8, 0xff], Magic::Foreign(Foreign::Picture)),
    (0, b"GIF87a", Magic::Foreign(Foreign::Picture)),
    (0, b"GIF89a", Magic::Foreign(Foreign::Picture)),
    (8, b"WEBP", Magic::Foreign(Foreign::Picture)),
    (0, b"II*\0", Magic::Foreign(Foreign::Picture)),
    (0, b"MM\0*", Magic::Foreign(Foreign::Picture)),
    (0, b"8BPS", Magic::Foreign(Foreign::Picture)),
    (0, &[0, 0, 1, 0], Magic::Foreign(Foreign::Picture)),
    (4, b"ftypavif", Magic::Foreign(Foreign::Picture)),
    (4, b"ftyphei", Magic::Foreign(Foreign::Picture)),
    (4, b"ftyp", Magic::Foreign(Foreign::Film)),
    (0, b"ID3", Magic::Foreign(Foreign::Film)),
    (0, b"OggS", Magic::Foreign(Foreign::Film)),
    (0, b"fLaC", Magic::Foreign(Foreign::Film)),
    (8, b"WAVE", Magic::Foreign(Foreign::Film)),
    (8, b"AVI ", Magic::Foreign(Foreign::Film)),
    (0, &[0x1a, 0x45, 0xdf, 0xa3], Magic::Foreign(Foreign::Film)),
    (0, &[0xfd, b'7', b'z', b'X', b'Z', 0], Magic::Foreign(Foreign::Packed)),
    (0, b"BZh", Magic::Foreign(Foreign::Packed)),
    (0, &[b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c], Magic::Foreign(Foreign::Packed)),
    (0, b"Rar!\x1a\x07", Magic::Foreign(Foreign::Packed)),
    (257, b"ustar", Magic::Foreign(Foreign::Packed)),
    (0, b"bplist00", Magic::Foreign(Foreign::Safari)),
    (0, b"SQLite format 3\0", Magic::Foreign(Foreign::Database)),
    (0, b"\x7fELF", Magic::Foreign(Foreign::Program)),
    (0, b"MZ\x90", Magic::Foreign(Foreign::Program)),
    (0, b"wOFF", Magic::Foreign(Foreign::Font)),
    (0, b"wOF2", Magic::Foreign(Foreign::Font)),
    (0, &[0, 1, 0, 0, 0], Magic::Foreign(Foreign::Font)),
];

/// How many first bytes [`magic`] looks at.
pub(crate) const NEED: usize = 1100;

/// The kind of a file by its first bytes; `None` for text of any sort.
pub(crate) fn magic(head: &[u8]) -> Option<Magic> {
    let found = |(at, sign, _): &&Sign| head.get(*at..).is_some_and(|h| h.starts_with(sign));
    if let Some((_, _, kind)) = SIGNS.iter().find(found) {
        return Some(*kind);
    }
    // Zstandard may begin with frames to be skipped, as archives with a dictionary do.
    if let Some([a, 0x2a, 0x4d, 0x18]) = head.first_chunk()
        && a >> 4 == 5
    {
        return Some(Magic::Zstd);
    }
    // PDF readers forgive up to a kilobyte before the sign; text that only speaks of PDF does not
    // have it at the beginning of a line together with binary bytes.
    let start = head.get(..head.len().min(1024)).unwrap_or(head);
    let at = memchr::memmem::find(start, b"%PDF-1.")?;
    let binary = head.iter().any(|b| *b == 0 || *b >= 0x80);
    let line = at == 0 || matches!(start.get(at - 1), Some(b'\n' | b'\r' | 0));
    (binary && line).then_some(Magic::Pdf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_first_bytes() {
        assert_eq!(magic(b"PK\x03\x04x"), Some(Magic::Zip));
        assert_eq!(magic(&[0x50, 0x2a, 0x4d, 0x18, 1]), Some(Magic::Zstd));
        assert_eq!(magic(b"\n%PDF-1.7\n%\xe2\xe3"), Some(Magic::Pdf));
        assert_eq!(magic(b"{\\rtf1 x"), Some(Magic::Foreign(Foreign::Rtf)));
        let mut tar = vec![b'a'; 300];
        tar.splice(257..262, *b"ustar");
        assert_eq!(magic(&tar), Some(Magic::Foreign(Foreign::Packed)));
    }

    #[test]
    fn text_is_no_kind() {
        for text in ["", "PK, said Lind", "<!DOCTYPE html>", "The file begins with %PDF-1.7", "MZ"]
        {
            assert_eq!(magic(text.as_bytes()), None, "{text}");
        }
        for (_, sign, _) in SIGNS {
            assert!(sign.len() >= 2 && NEED >= 300);
        }
    }
}
