/* Stands between the server and its SQLite file: writes down what reaches the disk and when it is made to stay there,
 * and fails it on request. Loaded with LD_PRELOAD; the replay (replay.rs) cuts the power at any line of the record.
 *
 * CHADIAO_DISK_FILE   path of the database; its -wal and -journal are watched with it
 * CHADIAO_DISK_RECORD file to append the record to (optional)
 * CHADIAO_DISK_FAULT  file whose first byte orders a fault while it exists: `f` fsync answers EIO, `s` writes answer ENOSPC
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, TRUNCATE = 2, SYNC = 3, UNLINK = 4 };
struct __attribute__((packed)) line { uint8_t kind, file; uint64_t offset; uint32_t length; };

static const char *database, *fault;
static int record = -1;

__attribute__((constructor)) static void start(void) {
    database = getenv("CHADIAO_DISK_FILE");
    fault = getenv("CHADIAO_DISK_FAULT");
    const char *path = getenv("CHADIAO_DISK_RECORD");
    if (path) record = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

/* 0 the database, 1 its write-ahead log, 2 its rollback journal, -1 anything else. */
static int which_path(const char *path) {
    size_t length = database ? strlen(database) : 0;
    if (!length || strncmp(path, database, length)) return -1;
    const char *rest = path + length;
    return !*rest ? 0 : !strcmp(rest, "-wal") ? 1 : !strcmp(rest, "-journal") ? 2 : -1;
}

static int which(int fd) {
    if (!database) return -1;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return -1;
    path[length] = 0;
    return which_path(path);
}

/* One append, so that lines of many threads and of the test itself never mix. */
static void note(uint8_t kind, int file, uint64_t offset, const void *data, uint32_t length) {
    if (record < 0) return;
    struct line line = { kind, (uint8_t)file, offset, length };
    struct iovec parts[2] = { { &line, sizeof line }, { (void *)data, data ? length : 0 } };
    if (writev(record, parts, 2) < 0) abort();
}

static int ordered(char kind) {
    if (!fault) return 0;
    int fd = open(fault, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    char is = 0;
    ssize_t got = read(fd, &is, 1);
    close(fd);
    return got == 1 && is == kind;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int full(int file) {
    if (file < 0 || !ordered('s')) return 0;
    errno = ENOSPC;
    return 1;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t at) {
    REAL(pwrite);
    int file = which(fd);
    if (full(file)) return -1;
    ssize_t done = real(fd, data, length, at);
    if (file >= 0 && done > 0) note(WRITE, file, (uint64_t)at, data, (uint32_t)done);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) { return pwrite(fd, data, length, at); }

ssize_t write(int fd, const void *data, size_t length) {
    REAL(write);
    int file = which(fd);
    if (full(file)) return -1;
    off_t at = file >= 0 ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real(fd, data, length);
    if (file >= 0 && done > 0) note(WRITE, file, (uint64_t)at, data, (uint32_t)done);
    return done;
}

int ftruncate(int fd, off_t length) {
    REAL(ftruncate);
    int file = which(fd);
    int answer = real(fd, length);
    if (file >= 0 && !answer) note(TRUNCATE, file, (uint64_t)length, NULL, 0);
    return answer;
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

static int synced(int file, int answer) {
    if (file >= 0 && !answer) note(SYNC, file, 0, NULL, 0);
    return answer;
}

static int broken(int file) {
    if (file < 0 || !ordered('f')) return 0;
    errno = EIO;
    return 1;
}

int fsync(int fd) {
    REAL(fsync);
    int file = which(fd);
    return broken(file) ? -1 : synced(file, real(fd));
}

int fdatasync(int fd) {
    REAL(fdatasync);
    int file = which(fd);
    return broken(file) ? -1 : synced(file, real(fd));
}

int unlink(const char *path) {
    REAL(unlink);
    int file = which_path(path);
    int answer = real(path);
    if (file >= 0 && !answer) note(UNLINK, file, 0, NULL, 0);
    return answer;
}
