// The limit: exactly this network and nothing else, as short work as std::priority_queue allows.
//
// Compile with -DVISITS= -DSERIAL= -DUNITS= -DSTAFF=, so that the compiler knows the network too.
// Usage: limit FILE REPEATS. FILE holds int64: the number of matters, then release[matter], unit[matter, visit] and
// work[matter, visit], times in ms. Prints a line for each repeat: seconds of the loop, mean wait in ms.
//
// Order within an instant: ends before releases, ends by step. A step's number is VISITS * matter + visit.
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <queue>
#include <utility>
#include <vector>

namespace {

struct End {
    std::int64_t at;
    std::int64_t step;
};

struct Later {
    bool operator()(const End& one, const End& other) const {
        return one.at != other.at ? one.at > other.at : one.step > other.step;
    }
};

struct Waiting {
    std::int64_t step;
    std::int64_t since;
};

// First in, first out; its room doubles when it is full.
class Ring {
  public:
    Ring() : room_(1024) {}

    bool empty() const { return head_ == tail_; }

    void push(Waiting one) {
        if (tail_ - head_ == room_.size()) grow();
        room_[tail_++ & (room_.size() - 1)] = one;
    }

    Waiting pop() { return room_[head_++ & (room_.size() - 1)]; }

  private:
    void grow() {
        std::vector<Waiting> larger(room_.size() * 2);
        for (std::size_t at = head_; at != tail_; ++at) larger[at - head_] = room_[at & (room_.size() - 1)];
        tail_ -= head_;
        head_ = 0;
        room_ = std::move(larger);
    }

    std::vector<Waiting> room_;
    std::size_t head_ = 0;
    std::size_t tail_ = 0;
};

struct Network {
    std::int64_t matters;
    std::vector<std::int64_t> release, unit, work;
};

class House {
  public:
    explicit House(const Network& network)
        : network_(network), open_(network.matters, VISITS), ends_(Later(), reserved(UNITS * STAFF)) {
        idle_.fill(STAFF);
    }

    // Plays until all matters are closed; returns the mean wait over all visits.
    double run() {
        std::int64_t next = 0;
        std::int64_t closed = 0;
        while (closed < network_.matters) {
            if (ends_.empty() || (next < network_.matters && network_.release[next] < ends_.top().at)) {
                call(next * VISITS, network_.release[next]);
                ++next;
                continue;
            }
            const End end = ends_.top();
            ends_.pop();
            const std::int64_t unit = network_.unit[end.step];
            const std::int64_t matter = end.step / VISITS;
            const std::int64_t visit = end.step - matter * VISITS;
            free_one(unit, end.at);
            closed += --open_[matter] == 0;
            if (visit + 1 < SERIAL) {
                call(end.step + 1, end.at);
            } else if (visit + 1 == SERIAL) {
                for (std::int64_t on = visit + 1; on < VISITS; ++on) call(end.step + on - visit, end.at);
            }
        }
        return static_cast<double>(waited_) / static_cast<double>(network_.matters * VISITS);
    }

  private:
    static std::vector<End> reserved(std::int64_t room) {
        std::vector<End> events;
        events.reserve(room);
        return events;
    }

    void call(std::int64_t step, std::int64_t now) {
        const std::int64_t unit = network_.unit[step];
        if (idle_[unit] > 0) {
            --idle_[unit];
            ends_.push({now + network_.work[step], step});
        } else {
            waiting_[unit].push({step, now});
        }
    }

    void free_one(std::int64_t unit, std::int64_t now) {
        if (waiting_[unit].empty()) {
            ++idle_[unit];
            return;
        }
        const Waiting first = waiting_[unit].pop();
        waited_ += now - first.since;
        ends_.push({now + network_.work[first.step], first.step});
    }

    const Network& network_;
    std::array<Ring, UNITS> waiting_;
    std::array<int, UNITS> idle_;
    std::vector<std::int8_t> open_;
    std::priority_queue<End, std::vector<End>, Later> ends_;
    std::int64_t waited_ = 0;
};

std::vector<std::int64_t> numbers(std::FILE* file, std::size_t count) {
    std::vector<std::int64_t> values(count);
    if (std::fread(values.data(), sizeof(std::int64_t), count, file) != count) {
        std::fprintf(stderr, "limit: the file is too short\n");
        std::exit(2);
    }
    return values;
}

Network read(const char* path) {
    std::FILE* file = std::fopen(path, "rb");
    if (file == nullptr) {
        std::fprintf(stderr, "limit: cannot read %s\n", path);
        std::exit(2);
    }
    Network network{numbers(file, 1)[0], {}, {}, {}};
    network.release = numbers(file, network.matters);
    network.unit = numbers(file, network.matters * VISITS);
    network.work = numbers(file, network.matters * VISITS);
    std::fclose(file);
    return network;
}

}  // namespace

int main(int count, char** words) {
    if (count != 3) {
        std::fprintf(stderr, "usage: limit FILE REPEATS\n");
        return 2;
    }
    const Network network = read(words[1]);
    for (int repeat = 0; repeat < std::atoi(words[2]); ++repeat) {
        const auto begin = std::chrono::steady_clock::now();
        House house(network);
        const double mean = house.run();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        std::printf("%.9f %.17g\n", took.count(), mean);
    }
    return 0;
}
